import { assert } from "@farthing/core";
import { u128Bytes } from "../../journal/u128.ts";
import type { Account, Books, Claim, Counter, Hold, Limit } from "../../rules/state.ts";
import type { Kept } from "../../rules/table.ts";
import { bulkInsert, bulkReplace } from "./bulkInsert.ts";
import type { Driver, SqlIn } from "./driver.ts";
import { bucketsBlob } from "./rows.ts";
import { rowSum } from "./rowSum.ts";
import { toWideCell } from "./wideCell.ts";

type Save<Row> = (rows: Iterable<Row>) => void;

/** How a record is written: what never changes of it, and what does. `handle` comes before both. */
interface Columns<Row> {
  readonly facts: (row: Row) => readonly SqlIn[];
  /** Appends them. */
  readonly state: (to: SqlIn[], row: Row) => void;
}

/** Writes the facts of what is new, and the state of all, in the order in which they lie on disk. */
function saver<Row extends Kept>(
  db: Driver,
  tables: { readonly facts: [name: string, columns: number]; readonly state: [string, number] },
  { facts, state }: Columns<Row>,
): Save<Row> {
  const [factsTable, factsColumns] = tables.facts;
  const insertFacts = bulkInsert(db, factsTable, 2 + factsColumns);
  const writeState = bulkReplace(db, tables.state[0], 2 + tables.state[1]);
  const last = db.prepare<{ row: bigint | null }>(`SELECT max(row) AS row FROM ${factsTable}`);
  let next = Number(last.get()?.row ?? 0n) + 1;
  return (rows) => {
    const fresh: SqlIn[] = [];
    const all = [...rows].sort(byPlace);
    for (const row of all) {
      if (row.handle !== null) continue;
      row.handle = next;
      next += 1;
      const columns = facts(row);
      fresh.push(row.handle, ...columns, rowSum(columns));
    }
    insertFacts(fresh);
    const values: SqlIn[] = [];
    for (const row of all) {
      const start = values.push(row.handle) - 1;
      state(values, row);
      values.push(rowSum(values, start));
    }
    writeState(values);
  };
}

/** As they lie on disk; what is new comes last. */
function byPlace(a: Kept, b: Kept): number {
  return (a.handle ?? Infinity) - (b.handle ?? Infinity) || 0;
}

function saveAccounts(db: Driver): Save<Account> {
  return saver(
    db,
    { facts: ["accounts", 7], state: ["balances", 5] },
    {
      facts: ({ id, asset, code, userData128, userData64, userData32, timestamp }) => [
        u128Bytes(id),
        asset,
        code,
        toWideCell(userData128),
        toWideCell(userData64),
        userData32,
        timestamp,
      ],
      state(to, { flags, debitsPending, debitsPosted, creditsPending, creditsPosted }) {
        to.push(flags, toWideCell(debitsPending), toWideCell(debitsPosted));
        to.push(toWideCell(creditsPending), toWideCell(creditsPosted));
      },
    },
  );
}

function saveLimits(db: Driver): Save<Limit> {
  return saver(
    db,
    { facts: ["limits", 4], state: ["limit_uses", 6] },
    {
      facts: ({ key, kind, window }) => [
        u128Bytes(key),
        kind,
        window?.bucketMs ?? null,
        window?.buckets ?? null,
      ],
      state(to, { max, expiresAt, closed, resetAt, used, buckets }) {
        to.push(max, expiresAt, closed ? 1 : 0, resetAt, used, bucketsBlob(buckets));
      },
    },
  );
}

function saveCounters(db: Driver): Save<Counter> {
  return saver(
    db,
    { facts: ["counters", 1], state: ["counter_uses", 3] },
    {
      facts: ({ key }) => [u128Bytes(key)],
      // SQLite's integers are signed: the 64 bits keep their pattern.
      state(to, { closed, highest, seen }) {
        to.push(closed ? 1 : 0, highest, BigInt.asIntN(64, seen));
      },
    },
  );
}

function saveClaims(db: Driver): Save<Claim> {
  const insert = bulkInsert(db, "claims", 3);
  const replace = bulkReplace(db, "claims", 3);
  const remove = db.prepare("DELETE FROM claims WHERE key = ?");
  return (claims) => {
    const [fresh, taken]: [SqlIn[], SqlIn[]] = [[], []];
    for (const { key, holder, handle } of claims) {
      if (holder === null) {
        remove.run(u128Bytes(key));
        continue;
      }
      const columns = [u128Bytes(key), u128Bytes(holder)];
      // One that was released and taken again in this batch has its row still.
      (handle === null ? fresh : taken).push(...columns, rowSum(columns));
    }
    insert(fresh);
    replace(taken);
  };
}

function saveHolds(db: Driver): Save<Hold> {
  const insert = db.prepare(
    "INSERT INTO holds VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const update = db.prepare("UPDATE holds SET status = ?, sum = ? WHERE row = ?");
  const columnsOf = (hold: Hold): SqlIn[] => [
    u128Bytes(hold.id),
    u128Bytes(hold.debit),
    u128Bytes(hold.credit),
    toWideCell(hold.amount),
    hold.asset,
    hold.code,
    hold.flags,
    toWideCell(hold.userData128),
    toWideCell(hold.userData64),
    hold.userData32,
    hold.expiresAt,
    hold.status,
  ];
  return (holds) => {
    for (const hold of holds) {
      const columns = columnsOf(hold);
      const sum = rowSum(columns);
      if (hold.handle === null) {
        hold.handle = Number(insert.run(...columns, sum).lastInsertRowid);
        continue;
      }
      const { changes } = update.run(hold.status, sum, hold.handle);
      assert(changes === 1, "a settled hold is stored");
    }
  };
}

/** Prepares the writing of all that a batch changed: each record once, however often it changed. */
export function saveBooks(db: Driver): (books: Books) => void {
  const accounts = saveAccounts(db);
  const limits = saveLimits(db);
  const claims = saveClaims(db);
  const counters = saveCounters(db);
  const holds = saveHolds(db);
  return (books) => {
    accounts(books.accounts.changed.keys());
    limits(books.limits.changed.keys());
    claims(books.claims.changed.keys());
    counters(books.counters.changed.keys());
    holds(books.holds.changed.keys());
  };
}
