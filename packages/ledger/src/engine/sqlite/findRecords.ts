import { u128, u128Bytes } from "../../journal/u128.ts";
import type { Account, Claim, Counter, Hold, Limit } from "../../rules/state.ts";
import type { Driver } from "./driver.ts";
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

import { type Summed, wholeRow } from "./rowSum.ts";

/** Point reads of the tables that hold the state: `null` where there is nothing. */
export interface RecordFinder {
  readonly account: (id: bigint) => Account | null;
  readonly limit: (key: bigint) => Limit | null;
  readonly claim: (key: bigint) => Claim | null;
  readonly counter: (key: bigint) => Counter | null;
  readonly hold: (id: bigint) => Hold | null;
}

interface ClaimRow extends Summed {
  key: Uint8Array;
  holder: Uint8Array;
}

/** Prepares the reads once per connection. */
export function findRecords(db: Driver): RecordFinder {
  function finder<Row extends object & Summed, Value>(
    table: string,
    key: "id" | "key",
    valueOf: (row: Row) => Value,
  ) {
    const select = db.prepare<Row>(`SELECT * FROM ${table} WHERE ${key} = ?`);
    return (wanted: bigint): Value | null => {
      const bytes = u128Bytes(wanted);
      const row = select.get(bytes);
      return row === undefined ? null : valueOf(wholeRow(table, bytes, row));
    };
  }
  return {
    account: finder<AccountRow, Account>("accounts", "id", accountOf),
    limit: finder<LimitRow, Limit>("limits", "key", limitOf),
    claim: finder<ClaimRow, Claim>("claims", "key", ({ key, holder }) => ({
      key: u128(key),
      holder: u128(holder),
      handle: 0,
    })),
    counter: finder<CounterRow, Counter>("counters", "key", counterOf),
    hold: finder<HoldRow, Hold>("holds", "id", holdOf),
  };
}
