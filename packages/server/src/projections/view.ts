import type { StoredEntry } from "@farthing/ledger";
import { type Memo, readMemo } from "../payments/memo.ts";

/** A journal entry as views take it. */
export interface ViewedEntry {
  readonly entry: StoredEntry;
  /** The facts of an entry that happened; `null` for a refused one, and for the ledger's own (expiries). */
  readonly memo: Memo | null;
}

/** `entry` with its facts read once for all views. */
export function viewedEntry(entry: StoredEntry): ViewedEntry {
  const hasFacts = entry.status === "created" && entry.memo.length > 0;
  return { entry, memo: hasFacts ? readMemo(entry.memo) : null };
}

/** Tables that show the journal in one way. Synchronous: a view is kept by a thread of its own. */
export interface View {
  /** Of its cursor. */
  readonly name: string;
  /** Shows entries that follow what is shown, inside the caller's database transaction. */
  show(entries: readonly ViewedEntry[]): void;
  /** Empties the tables. */
  clear(): void;
}

/** Engine time in milliseconds. */
export function milliseconds(timestamp: bigint): number {
  return Number(timestamp / 1_000_000n);
}
