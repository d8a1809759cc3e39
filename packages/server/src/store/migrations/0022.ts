/**
 * Codes from an authenticator app beside the password (RFC 6238). A password that was set before this had 15 characters or
 * more: it stands alone. The check-up's score is kept as its payer last saw it, to be counted.
 */
export const statements: readonly string[] = [
  `create table totp_secrets (
    payer_id text primary key references payers (id), secret_sealed blob not null,
    set_at integer not null, last_step integer not null
  ) strict, without rowid`,
  `alter table passwords add column stands_alone integer not null default 1`,
  `alter table payers add column checkup_score integer`,
  `create index payers_checkup_score on payers (checkup_score) where checkup_score is not null`,
];
