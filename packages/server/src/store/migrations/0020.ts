/**
 * How long payers waited from their press to the content, as counts by step of time; `content_times` remembers for two hours
 * which payments were counted. Questions know their tier from here on; -1: asked before, or of no price. A merchant may have
 * a passkey asked for above a price, and sell nothing above another.
 */
export const statements: readonly string[] = [
  `create table content_times (
    payment_id text primary key, at integer not null
  ) strict, without rowid`,
  `create index content_times_at on content_times (at)`,
  `create table content_days (
    day integer not null, merchant_id text not null, tier integer not null, step integer not null,
    count integer not null,
    primary key (day, merchant_id, tier, step)
  ) strict, without rowid`,
  `create table question_days_by_tier (
    day integer not null, merchant_id text not null, kind text not null,
    tier integer not null default -1, count integer not null,
    primary key (day, merchant_id, kind, tier)
  ) strict, without rowid`,
  `insert into question_days_by_tier (day, merchant_id, kind, count)
    select day, merchant_id, kind, count from question_days`,
  `drop table question_days`,
  `alter table question_days_by_tier rename to question_days`,
  `alter table merchants add column ask_above integer`,
  `alter table merchants add column never_above integer`,
];
