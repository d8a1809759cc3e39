/**
 * What payers were asked, and what they were turned down for: a row each, with what came of it. `question_days` stays: the
 * sums of these rows, which are deleted after a while.
 */
export const statements: readonly string[] = [
  `create table questions (
    id text not null, kind text not null, at integer not null,
    merchant_id text not null, tier integer not null, payer_id text, offer_hash text,
    reason text not null, decided text, facts text, answer text,
    outcome text, failures integer not null default 0,
    primary key (id, kind)
  ) strict, without rowid`,
  `create index questions_open on questions (at) where outcome is null`,
  `create index questions_at on questions (at)`,
  `create index questions_payer on questions (payer_id) where payer_id is not null`,
];
