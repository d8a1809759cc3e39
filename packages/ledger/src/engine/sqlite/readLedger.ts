import { assert, type Clock, instant } from "@farthing/core";
import { entryBundle, leafData, tileWidth } from "@farthing/log";
import { sha256 } from "../../hash.ts";
import { decodeEntry } from "../../journal/decodeEntry.ts";
import type { Driver } from "./driver.ts";
import { findRecords } from "./findRecords.ts";
import { openForReading } from "./openFile.ts";
import { readHead } from "./readHead.ts";
import { type JournalRecord, readJournal, storedOf } from "./readJournal.ts";
import type {
  AccountBalance,
  CounterState,
  HoldState,
  Ledger,
  LimitBalance,
} from "../../ledger.ts";
import type { Account, Counter, Hold, Limit } from "../../rules/state.ts";
import { availableAt, moreAtMs, toMs, usedAt } from "../../rules/window.ts";
import { readTree } from "./readTree.ts";
import { snapshotAccounts } from "./snapshotAccounts.ts";

/** All of a ledger that only reads. */
export type LedgerReader = Pick<
  Ledger,
  | "lookupEntry"
  | "lookupAccounts"
  | "lookupLimits"
  | "lookupCounters"
  | "lookupClaims"
  | "lookupHolds"
  | "head"
  | "entriesAfter"
  | "entryAtLeaf"
  | "leafProof"
  | "rootAt"
  | "logTile"
  | "snapshotAccounts"
>;

function balance(account: Account): AccountBalance {
  const { handle: _handle, mark: _mark, ...balances } = account;
  return balances;
}

function limitBalance(limit: Limit, ms: number): LimitBalance {
  const { key, kind, max, window, closed } = limit;
  const expiresAt = limit.expiresAt === null ? null : instant(limit.expiresAt);
  const terms = { key, kind, max, window, expiresAt, closed };
  const frees = moreAtMs(limit, ms);
  const moreAt = frees === null ? null : instant(frees);
  const resetAt = limit.resetAt === 0n ? null : instant(toMs(limit.resetAt));
  return { ...terms, used: usedAt(limit, ms), available: availableAt(limit, ms), moreAt, resetAt };
}

function counterState({ key, closed, highest }: Counter): CounterState {
  return { key, closed, highest: highest < 0n ? null : highest };
}

function holdState(hold: Hold): HoldState {
  const { handle: _handle, mark: _mark, ...state } = hold;
  return state;
}

/** What the tree says of an entry: 32 bytes. */
function leafOf(record: JournalRecord): Uint8Array {
  const { timestamp } = record;
  const { commitment } = decodeEntry(record.bytes);
  return leafData(sha256, { timestamp, commitment });
}

/** A connection of its own per loop: it sees every commit that was answered before the call. */
export function readLedger(
  folder: string,
  clock: Clock,
): { readonly reader: LedgerReader; readonly db: Driver } {
  const db = openForReading(folder);
  const find = findRecords(db);
  const journal = readJournal(db);
  const head = readHead(db);
  const tree = readTree(db);
  const each = <Key, Row, Value>(
    keys: readonly Key[],
    read: (key: Key) => Row | null,
    valueOf: (row: Row) => Value,
  ): (Value | null)[] =>
    keys.map((key) => {
      const row = read(key);
      return row === null ? null : valueOf(row);
    });
  const stored = (record: Parameters<typeof storedOf>[0] | null) =>
    record === null ? null : storedOf(record);

  const reader: LedgerReader = {
    lookupEntry: (id) => stored(journal.byId(id)),
    lookupAccounts: (ids) => each(ids, find.account, balance),
    lookupLimits: (keys) => {
      const ms = clock.now();
      return each(keys, find.limit, (limit) => limitBalance(limit, ms));
    },
    lookupCounters: (keys) => each(keys, find.counter, counterState),
    lookupClaims: (keys) => each(keys, find.claim, ({ holder }) => holder),
    lookupHolds: (ids) => each(ids, find.hold, holdState),
    head() {
      const { seq, range, root, timestamp } = head();
      return { seq, leaves: range.size, root, timestamp };
    },
    entriesAfter: (seq, max) => journal.after(seq, max).map(storedOf),
    entryAtLeaf: (leafIndex) => stored(journal.leaves(leafIndex, 1)[0] ?? null),
    leafProof(leafIndex, size = head().range.size) {
      assert(leafIndex >= 0 && leafIndex < size, "the leaf is in the log");
      assert(size <= head().range.size, "the log is that long");
      return tree.leafProof(leafIndex, size);
    },
    rootAt: (size) => tree.rootAt(size),
    logTile({ level, index, width }) {
      const first = index * tileWidth;
      if (level !== "entries") return tree.tileHashes(level, index, width);
      const entries = journal.leaves(first, width).map(leafOf);
      assert(entries.length === width, "every leaf asked for is in the journal");
      return entryBundle(entries);
    },
    snapshotAccounts: () => snapshotAccounts(folder),
  };
  return { reader, db };
}
