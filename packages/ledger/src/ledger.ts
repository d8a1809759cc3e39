import type { MessagePort } from "node:worker_threads";
import type { Asset, Clock, Instant } from "@farthing/core";
import type { Tile } from "@farthing/log";
import type { Entry, LimitWindow } from "./entry.ts";
import type { EntryResult, StoredEntry } from "./result.ts";

/** An account's four running totals, smallest unit. */
export interface AccountBalance {
  readonly id: bigint;
  readonly asset: Asset;
  readonly code: number;
  readonly userData128: bigint;
  readonly userData64: bigint;
  readonly userData32: number;
  /** Engine time of its opening, nanoseconds. */
  readonly timestamp: bigint;
  readonly flags: number;
  readonly debitsPending: bigint;
  readonly debitsPosted: bigint;
  readonly creditsPending: bigint;
  readonly creditsPosted: bigint;
}

/** A limit as of now: what fell out of its window is already given back. */
export interface LimitBalance {
  readonly key: bigint;
  readonly kind: "sum" | "each";
  readonly max: bigint;
  readonly window: LimitWindow | null;
  readonly expiresAt: Instant | null;
  readonly closed: boolean;
  readonly used: bigint;
  /** What one more use may be; 0 when closed or expired. */
  readonly available: bigint;
  /** When the window gives its oldest use back; `null` without a window or a use. */
  readonly moreAt: Instant | null;
  /** When it was last set to nothing used; `null` for never. */
  readonly resetAt: Instant | null;
}

/** Where a device key's counter stands. */
export interface CounterState {
  readonly key: bigint;
  readonly closed: boolean;
  /** The highest value used, `null` before the first. */
  readonly highest: bigint | null;
}

/** A hold and what became of it. */
export interface HoldState {
  /** The pending transfer's. */
  readonly id: bigint;
  readonly status: "pending" | "posted" | "voided" | "expired";
  readonly debit: bigint;
  readonly credit: bigint;
  readonly amount: bigint;
  readonly asset: Asset;
  readonly code: number;
  readonly flags: number;
  readonly userData128: bigint;
  readonly userData64: bigint;
  readonly userData32: number;
  /** Engine time in nanoseconds, or `null`. */
  readonly expiresAt: bigint | null;
}

/** Where the journal and its log stand: one consistent reading. */
export interface LedgerHead {
  readonly seq: bigint;
  readonly leaves: number;
  readonly root: Uint8Array;
  /** Engine time of the last entry, nanoseconds; 0 before the first. */
  readonly timestamp: bigint;
}

/** An inclusion proof of one leaf (RFC 9162 §2.1.3) under `root`, the log's root at `size`. */
export interface LeafProof {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: Uint8Array[];
}

/** All accounts of one moment, and where the journal stood then. Keeps the moment until it is closed. */
export interface AccountsSnapshot {
  readonly head: LedgerHead;
  /** Some accounts at a time; once. */
  pages(): Iterable<readonly AccountBalance[]>;
  close(): void;
}

/** Counted since the writer started, over all loops. */
export interface LedgerStats {
  /** Durable commits: one fsync each. */
  readonly commits: number;
  /** Batches that the expiry clock made. */
  readonly expiryBatches: number;
  readonly entries: number;
  readonly created: number;
  readonly refused: number;
  readonly replayed: number;
  readonly batchEntriesMax: number;
  /** Time the writer spent working, waits excluded; commits (with their fsync) included. */
  readonly busyMicros: number;
  readonly commitMicros: number;
  /** Submitted on this loop and not answered yet. */
  readonly waiting: number;
}

/** The only door to money. Every read is synchronous and sees all that was answered before it. */
export interface Ledger {
  /**
   * Durable on disk before it resolves. Rejects with `ProblemError("unavailable")` before anything is
   * queued when the queue is longer than its deadline, and with `OutcomeUnknown` when a commit failed
   * or the writer is gone: look the id up, or submit the same entry again.
   */
  submitEntry(entry: Entry): Promise<EntryResult>;
  lookupEntry(id: bigint): StoredEntry | null;
  /** One answer per id, in order. */
  lookupAccounts(ids: readonly bigint[]): (AccountBalance | null)[];
  lookupLimits(keys: readonly bigint[]): (LimitBalance | null)[];
  lookupCounters(keys: readonly bigint[]): (CounterState | null)[];
  /** The entry that holds each claim. */
  lookupClaims(keys: readonly bigint[]): (bigint | null)[];
  lookupHolds(ids: readonly bigint[]): (HoldState | null)[];
  head(): LedgerHead;
  /** The cursor for projections: up to `max` entries (created and refused) with a higher `seq`. */
  entriesAfter(seq: bigint, max: number): StoredEntry[];
  /** The entry whose leaf is at `leafIndex`. */
  entryAtLeaf(leafIndex: number): StoredEntry | null;
  /** `size` defaults to the whole log. Asserts `leafIndex < size ≤ head().leaves`. */
  leafProof(leafIndex: number, size?: number): LeafProof;
  /** The log's root when it had `size` leaves. */
  rootAt(size: number): Uint8Array;
  /** The bytes of one tile of the log (c2sp.org/tlog-tiles). Asserts that the log is that long. */
  logTile(tile: Tile): Uint8Array;
  /** Every account as it is now, for work that takes long: to be closed soon, because the file grows until then. */
  snapshotAccounts(): AccountsSnapshot;
  /** A line for another HTTP loop (transfer it): `connectLedger({ folder, port })` there. */
  connect(): MessagePort;
  stats(): LedgerStats;
  /** Waits for all answers, then lets go of the folder. */
  close(): Promise<void>;
}

/** For `openLedger`. */
export interface OpenLedgerOptions {
  /** Holds `ledger.db`; created if missing. */
  readonly folder: string;
  /** Default: the machine's clock. Another one is for tests. */
  readonly clock?: Clock;
  /**
   * Called once when the ledger can no longer promise anything (failed commit or fsync, broken
   * assertion). It accepts nothing more; the process should stop and start again.
   */
  readonly onFault: (error: Error) => void;
  /** Longest time an entry may wait in the queue before new ones are refused. Default 2 000. */
  readonly queueDeadlineMs?: number;
}

/** For `connectLedger`, on a loop of its own. */
export interface ConnectLedgerOptions {
  readonly folder: string;
  /** From `ledger.connect()`. */
  readonly port: MessagePort;
  readonly clock?: Clock;
  readonly onFault?: (error: Error) => void;
  readonly queueDeadlineMs?: number;
}
