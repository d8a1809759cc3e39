/** Mails that wait or were given up, where a payer's alerts go, and the links in mails that freeze a wallet. */
export const statements: readonly string[] = [
  `create table mails (
    id text primary key, payer_id text not null references payers (id), kind text not null,
    to_sealed blob not null, subject text not null, text_sealed blob not null,
    created_at integer not null, sent_at integer, tries integer not null, last_error text,
    next_try_at integer
  ) strict`,
  `create index mails_due on mails (next_try_at) where next_try_at is not null`,
  `create index mails_payer on mails (payer_id, created_at)`,
  `create index mails_created on mails (created_at)`,
  `create table mail_addresses (
    payer_id text primary key references payers (id), language text not null,
    address_sealed blob, confirmed_at integer,
    pending_sealed blob, pending_hash blob unique, pending_until integer
  ) strict`,
  `create table freeze_links (
    secret_hash blob primary key, payer_id text not null references payers (id),
    expires_at integer not null
  ) strict`,
  `create index freeze_links_over on freeze_links (expires_at)`,
];
