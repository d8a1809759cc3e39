/**
 * Reports take the place of requests for money back: each payment has at most one, with every step of it. What was asked
 * for before has no deadline, because none was told then. Labels are what a risk model learns from.
 */
export const statements: readonly string[] = [
  `create table reports (
    payment_id text primary key, payer_id text not null, merchant_id text not null,
    reason text not null, paid_at integer not null, reported_at integer not null,
    state text not null, due_at integer
  ) strict`,
  `create index reports_asked on reports (merchant_id, reported_at)`,
  `create index reports_due on reports (state, due_at)`,
  `create table report_steps (
    payment_id text not null, step text not null, at integer not null, text text,
    primary key (payment_id, step)
  ) strict`,
  `create table labels (
    payment_id text primary key, merchant_id text not null, label text not null, at integer not null
  ) strict`,
  `insert into reports
    select payment_id, payer_id, merchant_id, reason,
      coalesce((select at from payments where id = payment_id), asked_at), asked_at,
      case when refunded_at is null then 'asked' else 'refunded' end, null
    from refund_requests`,
  `insert into report_steps select payment_id, 'reported', asked_at, null from refund_requests`,
  `insert into report_steps select payment_id, 'asked', asked_at, null from refund_requests`,
  `insert into report_steps
    select payment_id, 'refunded', refunded_at, null from refund_requests where refunded_at is not null`,
  `drop table refund_requests`,
];
