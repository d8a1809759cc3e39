import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert } from "@farthing/core";
import { askBooks, type Question, type Row } from "./askBooks.ts";

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
  /** What all tabs owe, below zero, and what waits for merchants until they are settled. */
  readonly tabs: bigint;
  readonly unsettled: bigint;
  /** What the operator bore of unpaid bills and of refunds, below zero. */
  readonly losses: bigint;
  readonly wallets: bigint;
  readonly allowances: bigint;
  readonly devices: bigint;
  /** Sessions that were not ended. */
  readonly sessions: bigint;
}

/** Whose books: `deps` says that the server runs in this very process. */
interface Place {
  readonly folder: string;
  readonly deps?: unknown;
}

const balance = (...codes: number[]) =>
  `SELECT coalesce(sum(credits_posted - debits_posted), 0) AS n FROM accounts JOIN balances USING (row) WHERE code IN (${codes.join(", ")})`;

const counts: Readonly<Record<keyof Books, readonly [file: string, sql: string]>> = {
  entries: ["ledger.db", "SELECT seq AS n FROM head"],
  payers: ["ledger.db", balance(1)],
  merchants: ["ledger.db", balance(2)],
  fees: ["ledger.db", balance(3)],
  rail: ["ledger.db", balance(4)],
  tabs: ["ledger.db", balance(7)],
  unsettled: ["ledger.db", balance(8)],
  losses: ["ledger.db", balance(9, 10)],
  wallets: ["store.db", "SELECT count(*) AS n FROM payers"],
  allowances: ["store.db", "SELECT count(*) AS n FROM allowances"],
  devices: ["store.db", "SELECT count(*) AS n FROM devices"],
  sessions: ["store.db", "SELECT count(*) AS n FROM sessions WHERE revoked_at IS NULL"],
};

/** Reads the books of a running server. What was answered is on disk, so it is in here. */
export function readBooks(place: Place): Books {
  const rows = ask(place, Object.values(counts));
  const named = Object.keys(counts).map((name, at) => [name, BigInt(rows[at]?.["n"] ?? 0)]);
  const books = Object.fromEntries(named) as Record<keyof Books, bigint>;
  const { payers, merchants, fees, rail, tabs, unsettled, losses } = books;
  const all = [payers, merchants, fees, rail, tabs, unsettled, losses];
  assert(all.reduce((sum, one) => sum + one) === 0n, "all balances add up to nothing");
  return books;
}

/** How a grant request stands, and the terms that were agreed to (JSON), as the server stored them. */
export function readGrant(
  place: Place,
  id: string,
): { readonly status: string; readonly terms: string | null } | null {
  const [row] = ask(place, [["store.db", "SELECT status, terms FROM grants WHERE id = ?", id]]);
  return row ? { status: String(row["status"]), terms: row["terms"] ?? null } : null;
}

/** How many grant requests there are. */
export function countGrants(place: Place): bigint {
  const [row] = ask(place, [["store.db", "SELECT count(*) AS n FROM grants"]]);
  return BigInt(row?.["n"] ?? 0);
}

/**
 * Two copies of SQLite in one process take each other's locks away when one of them closes a file (fcntl(2)), and the
 * other then reads from memory that is gone: where the server runs in this process, another one asks.
 */
function ask(
  { folder, deps }: Place,
  wanted: readonly (readonly [file: string, sql: string, ...of: string[]])[],
): (Row | null)[] {
  const questions = wanted.map(([file, sql, ...of]): Question => {
    return { path: join(folder, file), sql, of };
  });
  if (deps === undefined) return askBooks(questions);
  const program = fileURLToPath(new URL("askBooks.ts", import.meta.url));
  const said = execFileSync(process.execPath, [program, JSON.stringify(questions)]);
  return JSON.parse(said.toString()) as (Row | null)[];
}
