/**
 * The security check-up: browsers that a payer has not said yes or no to, and advice that was put off or looked at. A
 * passkey knows where it was made; `passkey_step` counts what changed about a payer's passkeys.
 */
export const statements: readonly string[] = [
  `create table new_browsers (
    thumbprint blob primary key, payer_id text not null references payers (id),
    merchant_id text not null references merchants (id), browser text,
    at integer not null, reviewed_at integer
  ) strict, without rowid`,
  `create index new_browsers_open on new_browsers (payer_id, at) where reviewed_at is null`,
  `create table advice_answers (
    payer_id text not null references payers (id), advice text not null,
    until integer not null, amount integer,
    primary key (payer_id, advice)
  ) strict, without rowid`,
  `alter table passkeys add column browser text`,
  `alter table payers add column passkey_step integer not null default 0`,
];
