import type { Database } from "better-sqlite3";
import { assert } from "@farthing/core";
import { u128Bytes } from "../../journal/u128.ts";
import type { Account, Books, Claim, Counter, Hold, Limit } from "../../rules/state.ts";
import { bucketsBlob } from "./rows.ts";

type Save<Row> = (row: Row) => void;

function saveAccount(db: Database): Save<Account> {
  const insert = db.prepare("INSERT INTO accounts VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)");
  const update = db.prepare(
    `UPDATE accounts SET flags = ?, debits_pending = ?, debits_posted = ?, credits_pending = ?,
      credits_posted = ? WHERE row = ?`,
  );
  return (account) => {
    const { flags, debitsPending, debitsPosted, creditsPending, creditsPosted } = account;
    if (account.handle !== null) {
      const { handle } = account;
      update.run(flags, debitsPending, debitsPosted, creditsPending, creditsPosted, handle);
      return;
    }
    const { id, asset, code } = account;
    const totals = [debitsPending, debitsPosted, creditsPending, creditsPosted];
    const { lastInsertRowid } = insert.run(u128Bytes(id), asset, code, flags, ...totals);
    account.handle = Number(lastInsertRowid);
  };
}

function saveLimit(db: Database): Save<Limit> {
  const insert = db.prepare("INSERT INTO limits VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const update = db.prepare(
    `UPDATE limits SET max = ?, expires_at = ?, closed = ?, reset_at = ?, used = ?, uses = ?
      WHERE row = ?`,
  );
  return (limit) => {
    const { max, expiresAt, resetAt, used, handle } = limit;
    const closed = limit.closed ? 1 : 0;
    const uses = bucketsBlob(limit.buckets);
    if (handle !== null) {
      update.run(max, expiresAt, closed, resetAt, used, uses, handle);
      return;
    }
    const { key, kind, window } = limit;
    const terms = [u128Bytes(key), kind, window?.bucketMs ?? null, window?.buckets ?? null];
    const { lastInsertRowid } = insert.run(...terms, max, expiresAt, closed, resetAt, used, uses);
    limit.handle = Number(lastInsertRowid);
  };
}

function saveClaim(db: Database): Save<Claim> {
  const put = db.prepare("INSERT OR REPLACE INTO claims VALUES (?, ?)");
  const remove = db.prepare("DELETE FROM claims WHERE key = ?");
  return ({ key, holder }) => {
    if (holder === null) remove.run(u128Bytes(key));
    else put.run(u128Bytes(key), u128Bytes(holder));
  };
}

function saveCounter(db: Database): Save<Counter> {
  const insert = db.prepare("INSERT INTO counters VALUES (NULL, ?, ?, ?, ?)");
  const update = db.prepare("UPDATE counters SET closed = ?, highest = ?, seen = ? WHERE row = ?");
  return (counter) => {
    const { key, highest, handle } = counter;
    const closed = counter.closed ? 1 : 0;
    // SQLite's integers are signed: the 64 bits keep their pattern.
    const seen = BigInt.asIntN(64, counter.seen);
    if (handle !== null) {
      update.run(closed, highest, seen, handle);
      return;
    }
    counter.handle = Number(insert.run(u128Bytes(key), closed, highest, seen).lastInsertRowid);
  };
}

function saveHold(db: Database): Save<Hold> {
  const insert = db.prepare("INSERT INTO holds VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const update = db.prepare("UPDATE holds SET status = ? WHERE row = ?");
  return (hold) => {
    const { ref, debit, credit, amount, asset, code, closes, expiresAt, status, handle } = hold;
    if (handle !== null) {
      const { changes } = update.run(status, handle);
      assert(changes === 1, "a settled hold is stored");
      return;
    }
    const ids = [u128Bytes(ref.entry), ref.index, u128Bytes(debit), u128Bytes(credit)];
    const { lastInsertRowid } = insert.run(...ids, amount, asset, code, closes, expiresAt, status);
    hold.handle = Number(lastInsertRowid);
  };
}

/** Prepares the writing of all that a batch changed: each record once, however often it changed. */
export function saveBooks(db: Database): (books: Books) => void {
  const account = saveAccount(db);
  const limit = saveLimit(db);
  const claim = saveClaim(db);
  const counter = saveCounter(db);
  const hold = saveHold(db);
  return (books) => {
    for (const row of books.accounts.changed.keys()) account(row);
    for (const row of books.limits.changed.keys()) limit(row);
    for (const row of books.claims.changed.keys()) claim(row);
    for (const row of books.counters.changed.keys()) counter(row);
    for (const row of books.holds.changed.keys()) hold(row);
  };
}
