/**
 * More ways into a wallet: recovery codes and passwords, both as hashes only; recoveries with their waits; how often
 * somebody tried in vain. `recovery_index`: a keyed hash of the confirmed address while its payer lets it begin a recovery.
 */
export const statements: readonly string[] = [
  `create table recovery_codes (
    code_hash blob primary key, payer_id text not null references payers (id),
    made_at integer not null, used_at integer
  ) strict, without rowid`,
  `create index recovery_codes_payer on recovery_codes (payer_id)`,
  `create table recoveries (
    id text primary key, payer_id text not null references payers (id), way text not null,
    secret_hash blob not null unique, previous_hash blob, state text not null, review text,
    asked_at integer not null, began_at integer, ready_at integer, ended_at integer
  ) strict, without rowid`,
  `create index recoveries_payer on recoveries (payer_id)`,
  `create index recoveries_previous on recoveries (previous_hash)
    where previous_hash is not null`,
  `create index recoveries_review on recoveries (began_at) where review = 'open'`,
  `create table passwords (
    payer_id text primary key references payers (id), sign_in_name text not null unique,
    hash blob not null, salt blob not null, score integer not null, set_at integer not null
  ) strict, without rowid`,
  `create table tries (
    key blob primary key, failed integer not null, last_at integer not null,
    blocked_until integer not null
  ) strict, without rowid`,
  `alter table mail_addresses add column recovery_index blob`,
  `create index mail_addresses_recovery on mail_addresses (recovery_index)
    where recovery_index is not null`,
];
