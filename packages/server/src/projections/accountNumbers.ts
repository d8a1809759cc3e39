import { assert, uintBytes } from "@farthing/core";
import { accountFlags, type StoredEntry } from "@farthing/ledger";
import type Database from "better-sqlite3";

/** A ledger account as lines name it. */
interface NumberedAccount {
  readonly number: bigint;
  readonly history: boolean;
}

/** The numbers of ledger accounts. */
export interface AccountNumbers {
  /** Numbers an account that has none yet. */
  open(account: StoredEntry["accounts"][number]): void;
  /** Asserts that it was opened. */
  of(id: bigint): NumberedAccount;
}

/** Numbers ledger accounts 1, 2, 3 … in the order in which the journal opens them: 2 bytes in a line instead of 16. */
export function newAccountNumbers(database: Database.Database): { forBatch(): AccountNumbers } {
  const insert = database.prepare(
    `insert into statement_accounts (id, asset, code, history) values (?, ?, ?, ?)
     on conflict (id) do nothing`,
  );
  const find = database
    .prepare<[Uint8Array], [bigint, bigint]>(
      "select account, history from statement_accounts where id = ?",
    )
    .raw();
  return {
    // Remembered for one batch only: a batch that fails takes its numbers with it.
    forBatch() {
      const known = new Map<bigint, NumberedAccount>();
      return {
        open({ id, asset, code, flags }) {
          if (known.has(id)) return;
          insert.run(uintBytes(id, 16), asset, code, flags & accountFlags.history ? 1 : 0);
        },
        of(id) {
          const found = known.get(id);
          if (found !== undefined) return found;
          const row = find.get(uintBytes(id, 16));
          assert(row !== undefined, "an account is opened before money moves");
          const account = { number: row[0], history: row[1] === 1n };
          known.set(id, account);
          return account;
        },
      };
    },
  };
}
