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

/** A record's facts beside what changes of it. */
export const accountRows = "SELECT * FROM accounts JOIN balances USING (row)";
export const limitRows = "SELECT * FROM limits JOIN limit_uses USING (row)";
export const counterRows = "SELECT * FROM counters JOIN counter_uses USING (row)";

interface ClaimRow extends Summed {
  key: Uint8Array;
  holder: Uint8Array;
}

/** Prepares the reads once per connection. */
export function findRecords(db: Driver): RecordFinder {
  function finder<Row extends object & Summed, Value>(
    sql: string,
    key: "id" | "key",
    valueOf: (row: Row) => Value,
  ) {
    const select = db.prepare<Row>(`${sql} WHERE ${key} = ?`);
    return (wanted: bigint): Value | null => {
      const bytes = u128Bytes(wanted);
      const row = select.get(bytes);
      return row === undefined ? null : valueOf(wholeRow(bytes, row));
    };
  }
  return {
    account: finder<AccountRow, Account>(accountRows, "id", accountOf),
    limit: finder<LimitRow, Limit>(limitRows, "key", limitOf),
    claim: finder<ClaimRow, Claim>("SELECT * FROM claims", "key", ({ key, holder }) => ({
      key: u128(key),
      holder: u128(holder),
      handle: 0,
      mark: 0,
    })),
    counter: finder<CounterRow, Counter>(counterRows, "key", counterOf),
    hold: finder<HoldRow, Hold>("SELECT * FROM holds", "id", holdOf),
  };
}
