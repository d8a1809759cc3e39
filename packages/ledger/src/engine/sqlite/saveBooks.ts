import { assert } from "@farthing/core";
import { u128Bytes } from "../../journal/u128.ts";
import type { Account, Books, Claim, Counter, Hold, Limit } from "../../rules/state.ts";
import type { Driver, SqlIn } from "./driver.ts";
import { bucketsBlob, uintColumn } from "./rows.ts";
import { rowSum } from "./rowSum.ts";

type Save<Row> = (row: Row) => void;

function places(count: number): string {
  return Array.from({ length: count }, () => "?").join(", ");
}

/** Writes a record into its row: the one it has, or a new one, whose number it keeps. */
function rowWriter(
  db: Driver,
  table: string,
  { fixed, changing }: { readonly fixed: number; readonly changing: readonly string[] },
): (
  record: { handle: number | null },
  fixed: () => readonly SqlIn[],
  values: readonly SqlIn[],
) => void {
  const insert = db.prepare(
    `INSERT INTO ${table} VALUES (NULL, ${places(fixed + changing.length + 1)})`,
  );
  const sets = [...changing, "sum"].map((column) => `${column} = ?`).join(", ");
  const update = db.prepare(`UPDATE ${table} SET ${sets} WHERE row = ?`);
  return (record, fixedValues, values) => {
    const columns = [...fixedValues(), ...values];
    const sum = rowSum(columns);
    if (record.handle === null) {
      record.handle = Number(insert.run(...columns, sum).lastInsertRowid);
      return;
    }
    const { changes } = update.run(...values, sum, record.handle);
    assert(changes === 1, "a changed record is stored");
  };
}

function saveAccount(db: Driver): Save<Account> {
  const changing = [
    "flags",
    "debits_pending",
    "debits_posted",
    "credits_pending",
    "credits_posted",
  ];
  const write = rowWriter(db, "accounts", { fixed: 7, changing });
  return (account) => {
    const { debitsPending, debitsPosted, creditsPending, creditsPosted } = account;
    const fixed = () => [
      u128Bytes(account.id),
      account.asset,
      account.code,
      uintColumn(account.userData128),
      uintColumn(account.userData64),
      account.userData32,
      account.timestamp,
    ];
    write(account, fixed, [
      account.flags,
      uintColumn(debitsPending),
      uintColumn(debitsPosted),
      uintColumn(creditsPending),
      uintColumn(creditsPosted),
    ]);
  };
}

function saveLimit(db: Driver): Save<Limit> {
  const changing = ["max", "expires_at", "closed", "reset_at", "used", "uses"];
  const write = rowWriter(db, "limits", { fixed: 4, changing });
  return (limit) => {
    const { key, kind, window, max, expiresAt, resetAt, used } = limit;
    const fixed = () => [u128Bytes(key), kind, window?.bucketMs ?? null, window?.buckets ?? null];
    const closed = limit.closed ? 1 : 0;
    write(limit, fixed, [max, expiresAt, closed, resetAt, used, bucketsBlob(limit.buckets)]);
  };
}

function saveClaim(db: Driver): Save<Claim> {
  const put = db.prepare("INSERT OR REPLACE INTO claims VALUES (?, ?, ?)");
  const remove = db.prepare("DELETE FROM claims WHERE key = ?");
  return ({ key, holder }) => {
    if (holder === null) {
      remove.run(u128Bytes(key));
      return;
    }
    const columns = [u128Bytes(key), u128Bytes(holder)];
    put.run(...columns, rowSum(columns));
  };
}

function saveCounter(db: Driver): Save<Counter> {
  const write = rowWriter(db, "counters", { fixed: 1, changing: ["closed", "highest", "seen"] });
  return (counter) => {
    // SQLite's integers are signed: the 64 bits keep their pattern.
    const seen = BigInt.asIntN(64, counter.seen);
    const closed = counter.closed ? 1 : 0;
    write(counter, () => [u128Bytes(counter.key)], [closed, counter.highest, seen]);
  };
}

function saveHold(db: Driver): Save<Hold> {
  const write = rowWriter(db, "holds", { fixed: 11, changing: ["status"] });
  return (hold) => {
    const fixed = () => [
      u128Bytes(hold.id),
      u128Bytes(hold.debit),
      u128Bytes(hold.credit),
      uintColumn(hold.amount),
      hold.asset,
      hold.code,
      hold.flags,
      uintColumn(hold.userData128),
      uintColumn(hold.userData64),
      hold.userData32,
      hold.expiresAt,
    ];
    write(hold, fixed, [hold.status]);
  };
}

/** Prepares the writing of all that a batch changed: each record once, however often it changed. */
export function saveBooks(db: Driver): (books: Books) => void {
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
