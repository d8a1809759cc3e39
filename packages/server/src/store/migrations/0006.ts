/**
 * Statements, events and the receipt index. Every projection starts again from the journal's first entry: payments too,
 * because they now say how much is back of them, and a table of its own which entries gave it back.
 */
export const statements: readonly string[] = [
  `delete from payments`,
  `delete from cursors`,
  `alter table payments add column given_back integer not null default 0`,
  `create unique index payments_leaf on payments (leaf_index)`,
  // The journal entries of undos and refunds, and the payment (its place in the journal) that each gave back, in part or whole.
  `create table payment_returns (
    seq integer primary key, payment integer not null, kind text not null
  ) strict`,
  // Ledger accounts by a small number, in the order of their opening: a line names two of them.
  `create table statement_accounts (
    account integer primary key, id blob not null unique, asset text not null,
    code integer not null, history integer not null
  ) strict`,
  // Numbers over 63 bits are 16 big-endian bytes: hence ANY.
  `create table statement_lines (
    account integer not null, timestamp integer not null, seq integer not null,
    transfer blob not null, kind integer not null, code integer not null, side integer not null,
    amount any not null, counter integer not null, debits_pending any not null,
    debits_posted any not null, credits_pending any not null, credits_posted any not null,
    primary key (account, timestamp)
  ) strict, without rowid`,
  `create table statement_holds (
    id blob primary key, amount any not null
  ) strict, without rowid`,
  // One row per thing a merchant must hear, counted without a gap for each merchant.
  `create table events (
    merchant blob not null, number integer not null, kind integer not null,
    payment integer not null, seq integer not null, timestamp integer not null,
    primary key (merchant, number)
  ) strict, without rowid`,
  `alter table payers add column time_zone text not null default 'UTC'`,
];
