/** Cookie families (rung C, rule 9), what a payer set, what payers ask of merchants, their week (rule 25). */
export const statements: readonly string[] = [
  `create table families (
    id text primary key, merchant_id text not null references merchants (id),
    payer_id text not null references payers (id),
    allowance_id text not null references allowances (id),
    secret_hash blob not null unique, previous_hash blob, previous_until integer,
    rotated_at integer not null, created_at integer not null, revoked_at integer
  ) strict`,
  `create index families_previous on families (previous_hash)`,
  `create index families_allowance on families (allowance_id)`,
  `alter table devices add column family_id text references families (id)`,
  `create index devices_family on devices (family_id, added_at)`,
  `alter table payers add column undo_ms integer not null default 10000`,
  `alter table payers add column hold text not null default 'offer'`,
  `create table refund_requests (
    payment_id text primary key, payer_id text not null references payers (id),
    merchant_id text not null references merchants (id), reason text not null,
    asked_at integer not null, refunded_at integer
  ) strict`,
  `create index refund_requests_open on refund_requests (merchant_id, asked_at)
    where refunded_at is null`,
  `create table wishes (
    payment_id text primary key, payer_id text not null references payers (id),
    merchant_id text not null references merchants (id), wish text not null, at integer not null
  ) strict`,
  `create index payments_week on payments (payer_id, kind, at)`,
];
