import type { Database } from "better-sqlite3";
import type { TransferRef } from "../../entry.ts";
import { u128, u128Bytes } from "../../journal/u128.ts";
import type { Account, Claim, Counter, Hold, Limit } from "../../rules/state.ts";
import {
  accountOf,
  type AccountRow,
  counterOf,
  type CounterRow,
  holdOf,
  type HoldRow,
  limitOf,
  type LimitRow,
} from "./rows.ts";

/** Point reads of the tables that hold the state. */
export interface RecordFinder {
  readonly account: (id: bigint) => Account | null;
  readonly limit: (key: bigint) => Limit | null;
  readonly claim: (key: bigint) => Claim | null;
  readonly counter: (key: bigint) => Counter | null;
  readonly hold: (ref: TransferRef) => Hold | null;
}

/** Prepares the reads once per connection. */
export function findRecords(db: Database): RecordFinder {
  const account = db.prepare<[Uint8Array], AccountRow>("SELECT * FROM accounts WHERE id = ?");
  const limit = db.prepare<[Uint8Array], LimitRow>("SELECT * FROM limits WHERE key = ?");
  const claim = db.prepare<[Uint8Array], { holder: Uint8Array }>(
    "SELECT holder FROM claims WHERE key = ?",
  );
  const counter = db.prepare<[Uint8Array], CounterRow>("SELECT * FROM counters WHERE key = ?");
  const hold = db.prepare<[Uint8Array, number], HoldRow>(
    "SELECT * FROM holds WHERE entry = ? AND idx = ?",
  );
  const found = <Row, Value>(row: Row | undefined, valueOf: (row: Row) => Value): Value | null =>
    row === undefined ? null : valueOf(row);
  return {
    account: (id) => found(account.get(u128Bytes(id)), accountOf),
    limit: (key) => found(limit.get(u128Bytes(key)), limitOf),
    claim: (key) =>
      found(claim.get(u128Bytes(key)), ({ holder }) => ({ key, holder: u128(holder), handle: 0 })),
    counter: (key) => found(counter.get(u128Bytes(key)), counterOf),
    hold: (ref) => found(hold.get(u128Bytes(ref.entry), ref.index), holdOf),
  };
}
