import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { assert } from "@farthing/core";

/** What the servers hold on disk: counts and balances, from the files themselves and not from what a server says. */
export interface Books {
  /** Journal entries, created and refused. */
  readonly entries: bigint;
  /** What all wallets hold together, smallest unit. */
  readonly payers: bigint;
  /** What all merchants hold together. */
  readonly merchants: bigint;
  readonly fees: bigint;
  readonly rail: bigint;
  readonly wallets: bigint;
  readonly allowances: bigint;
  readonly devices: bigint;
  /** Sessions that were not ended. */
  readonly sessions: bigint;
}

/** Reads the books of a running server. What was answered is on disk, so it is in here. */
export function readBooks({ folder }: { readonly folder: string }): Books {
  const ledger = rowsOf(folder, "ledger.db");
  const store = rowsOf(folder, "store.db");
  const balance = (code: number) =>
    ledger(`SELECT coalesce(sum(credits_posted - debits_posted), 0) AS n FROM accounts
      WHERE code = ${code}`);
  const books = {
    entries: ledger("SELECT seq AS n FROM head"),
    payers: balance(1),
    merchants: balance(2),
    fees: balance(3),
    rail: balance(4),
    wallets: store("SELECT count(*) AS n FROM payers"),
    allowances: store("SELECT count(*) AS n FROM allowances"),
    devices: store("SELECT count(*) AS n FROM devices"),
    sessions: store("SELECT count(*) AS n FROM sessions WHERE revoked_at IS NULL"),
  };
  const { payers, merchants, fees, rail } = books;
  assert(payers + merchants + fees + rail === 0n, "all balances add up to nothing");
  return books;
}

/** How a grant request stands, and the terms that were agreed to (JSON), as the server stored them. */
export function readGrant(
  { folder }: { readonly folder: string },
  id: string,
): { readonly status: string; readonly terms: string | null } | null {
  const database = new DatabaseSync(join(folder, "store.db"), { readOnly: true });
  try {
    const row = database.prepare("SELECT status, terms FROM grants WHERE id = ?").get(id);
    if (row === undefined) return null;
    const { status, terms } = row;
    return { status: String(status), terms: terms === null ? null : String(terms) };
  } finally {
    database.close();
  }
}

/** How many grant requests there are. */
export function countGrants({ folder }: { readonly folder: string }): bigint {
  return rowsOf(folder, "store.db")("SELECT count(*) AS n FROM grants");
}

function rowsOf(folder: string, file: string): (sql: string) => bigint {
  return (sql) => {
    const database = new DatabaseSync(join(folder, file), { readOnly: true, readBigInts: true });
    try {
      return BigInt(String(database.prepare(sql).get()?.["n"] ?? 0));
    } finally {
      database.close();
    }
  };
}
