import type { Driver } from "../engine/sqlite/driver.ts";
import { accountRows, counterRows, limitRows } from "../engine/sqlite/findRecords.ts";
import { u128 } from "../journal/u128.ts";
import {
  accountOf,
  type AccountRow,
  counterOf,
  type CounterRow,
  holdOf,
  type HoldRow,
  limitOf,
  type LimitRow,
} from "../engine/sqlite/rows.ts";
import { isWhole, type Summed } from "../engine/sqlite/rowSum.ts";
import type { State } from "../rules/state.ts";
import type { Faults } from "./faults.ts";

interface Comparison<Row extends object & Summed, Value extends object> {
  readonly name: string;
  readonly sql: string;
  readonly replayed: Map<bigint, Value>;
  readonly valueOf: (row: Row) => Value;
  readonly keyOf: (value: Value) => bigint;
}

function withoutHandle(value: object): object {
  return { ...value, handle: null, mark: 0 };
}

function compareTable<Row extends object & Summed, Value extends object>(
  db: Driver,
  faults: Faults,
  { name, sql, replayed, valueOf, keyOf }: Comparison<Row, Value>,
): void {
  let stored = 0;
  for (const row of db.prepare<Row>(sql).iterate()) {
    const value = valueOf(row);
    const key = keyOf(value);
    const expected = replayed.get(key);
    stored += 1;
    if (!isWhole(row)) faults.add(`${name} ${key}: its sum says it is damaged.`);
    if (expected === undefined) faults.add(`${name} ${key}: stored, but not in the journal.`);
    else faults.compare(`${name} ${key}`, withoutHandle(value), withoutHandle(expected));
  }
  faults.compare(`Number of rows: ${name}`, stored, replayed.size);
}

function compareSums(state: State, faults: Faults): void {
  const sums = new Map<string, { debits: bigint; credits: bigint }>();
  for (const account of state.accounts.values()) {
    const sum = sums.get(account.asset) ?? { debits: 0n, credits: 0n };
    sum.debits += account.debitsPosted;
    sum.credits += account.creditsPosted;
    sums.set(account.asset, sum);
  }
  for (const [asset, { debits, credits }] of sums) {
    if (debits !== credits) faults.add(`${asset}: debits ${debits} are not credits ${credits}.`);
  }
}

/** Compares every balance, limit, claim, counter and hold on disk with what the journal gives. */
export function compareState(db: Driver, state: State, faults: Faults): void {
  compareTable<AccountRow, ReturnType<typeof accountOf>>(db, faults, {
    name: "Account",
    sql: accountRows,
    replayed: state.accounts,
    valueOf: accountOf,
    keyOf: (account) => account.id,
  });
  compareTable<LimitRow, ReturnType<typeof limitOf>>(db, faults, {
    name: "Limit",
    sql: limitRows,
    replayed: state.limits,
    valueOf: limitOf,
    keyOf: (limit) => limit.key,
  });
  const held = [...state.claims].filter(([, claim]) => claim.holder !== null);
  compareTable<
    { key: Uint8Array; holder: Uint8Array } & Summed,
    { key: bigint; holder: bigint | null }
  >(db, faults, {
    name: "Claim",
    sql: "SELECT * FROM claims",
    replayed: new Map(held),
    valueOf: ({ key, holder }) => ({ key: u128(key), holder: u128(holder) }),
    keyOf: (claim) => claim.key,
  });
  compareTable<CounterRow, ReturnType<typeof counterOf>>(db, faults, {
    name: "Counter",
    sql: counterRows,
    replayed: state.counters,
    valueOf: counterOf,
    keyOf: (counter) => counter.key,
  });
  compareTable<HoldRow, ReturnType<typeof holdOf>>(db, faults, {
    name: "Hold",
    sql: "SELECT * FROM holds",
    replayed: state.holds,
    valueOf: holdOf,
    keyOf: (hold) => hold.id,
  });
  compareSums(state, faults);
}
