/** Guests who pay later, what was sold on their bills (a projection), and whether a merchant takes part. */
export const statements: readonly string[] = [
  `alter table merchants add column pay_later integer not null default 1`,
  `create table guests (
    payer_id text primary key references payers (id), secret_hash blob not null unique,
    created_at integer not null
  ) strict`,
  `create table tab_sales (
    payment text primary key, seq integer not null, guest text not null, merchant_id text not null,
    amount integer not null, fee integer not null, at integer not null, sale_key blob not null unique,
    state text not null, ended_at integer, settled_by text, borne integer not null
  ) strict`,
  `create index tab_sales_guest on tab_sales (guest, seq) where state = 'unpaid'`,
  `create index tab_sales_unpaid on tab_sales (at) where state = 'unpaid'`,
  `create index tab_sales_time on tab_sales (at)`,
  `create index tab_sales_merchant on tab_sales (merchant_id, state)`,
  `create index tab_sales_aged on tab_sales (at) where state = 'aged-out'`,
];
