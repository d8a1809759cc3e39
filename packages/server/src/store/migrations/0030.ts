/**
 * Counters of keys that were used twice with other bytes: a start within the day knows them again. Alerts of what was unusual,
 * until their payer has seen them. The wrong answers of passkeys are counted like those of passwords.
 */
export const statements: readonly string[] = [
  `create table counter_conflicts (
    payer_id text not null,
    device_id text not null,
    at integer not null
  ) strict`,
  `create index counter_conflicts_at on counter_conflicts (at)`,
  `create table unusual_alerts (
    payer_id text not null,
    kind text not null,
    merchant_id text not null,
    at integer not null,
    seen_at integer,
    primary key (payer_id, kind, merchant_id)
  ) strict`,
];
