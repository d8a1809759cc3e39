/**
 * Friction and loss, day by day: what the journal says of payments and what came back (a projection of its own, which
 * starts at the first entry), and what payers were asked, which no journal knows.
 */
export const statements: readonly string[] = [
  `create table balance_days (
    day integer not null, merchant_id text not null, tier integer not null, gesture text not null,
    payments integer not null, amount integer not null, undone integer not null,
    refunded integer not null, fraud integer not null,
    primary key (day, merchant_id, tier, gesture)
  ) strict, without rowid`,
  `create table question_days (
    day integer not null, merchant_id text not null, kind text not null, count integer not null,
    primary key (day, merchant_id, kind)
  ) strict, without rowid`,
  `create index labels_at on labels (at)`,
  `create index reports_at on reports (reported_at)`,
];
