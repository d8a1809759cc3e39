/**
 * Codes from an authenticator app beside the password (RFC 6238). A password that was set before this had 15 characters or
 * more: it stands alone.
 */
export const statements: readonly string[] = [
  `create table totp_secrets (
    payer_id text primary key references payers (id), secret_sealed blob not null,
    set_at integer not null, last_step integer not null
  ) strict, without rowid`,
  `alter table passwords add column stands_alone integer not null default 1`,
];
