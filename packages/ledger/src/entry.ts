import type { Asset, Instant } from "@farthing/core";

/**
 * Opens an account if it is missing. An account that exists with the same facts is fine: `id`, flags,
 * user data, ledger and code are what TigerBeetle's `Account` has, and a ledger is an asset here.
 */
export interface AccountOpening {
  /** 1 to 2^128−2. */
  readonly id: bigint;
  /** TigerBeetle's `ledger`: accounts of one asset can exchange. */
  readonly asset: Asset;
  /** What kind of account this is, in the caller's own table: 1 to 65 535. */
  readonly code: number;
  /** `accountFlags`, except `closed`. Default 0. */
  readonly flags?: number;
  /** The caller's own words, 0 by default: 128, 64 and 32 bits. */
  readonly userData128?: bigint;
  readonly userData64?: bigint;
  readonly userData32?: number;
}

/**
 * One transfer, field by field TigerBeetle's. It has no id of its own: transfer `n` of an entry is
 * `entry.id + n` (see `transferId`). What a post or void leaves out is its hold's.
 */
export interface TransferInput {
  readonly debit?: bigint;
  readonly credit?: bigint;
  /** Smallest unit, 0 to 2^128−1. Default: `amountAll` for a post, else 0. */
  readonly amount?: bigint;
  readonly asset?: Asset;
  /** Why money moves, in the caller's own table: 1 to 65 535. */
  readonly code?: number;
  /** `transferFlags`. Default 0: moves at once. */
  readonly flags?: number;
  /** The hold that is posted or voided. */
  readonly pendingId?: bigint;
  /** Seconds until a hold expires; 0, the default: never. */
  readonly timeout?: number;
  readonly userData128?: bigint;
  readonly userData64?: bigint;
  readonly userData32?: number;
}

/** The last `buckets × bucketMs`: 24 hours are 24 hourly buckets. At most 64 buckets. */
export interface LimitWindow {
  readonly bucketMs: number;
  readonly buckets: number;
}

/** `each`: one use is at most `max`. `sum`: all uses (inside the window, if any) together are. */
export interface LimitTerms {
  readonly kind: "sum" | "each";
  /** 0 to 2^63−1. */
  readonly max: bigint;
  readonly window?: LimitWindow;
  /** From this moment on every use answers `limit_expired`. */
  readonly expiresAt?: Instant;
}

/**
 * `open` creates a limit that is missing and leaves one that is there as it is, closed or not: whoever
 * looked before another opened it changes nothing. `set` creates a limit or edits its max and expiry at
 * once (kind and window stay); `reset` makes used 0; `close` refuses every use from here on (freeze,
 * pause, revoke); `reopen` ends that. A closed limit takes no `set` and no `reset`: an edit that races a
 * freeze must not undo it.
 */
export type LimitChange =
  | { readonly key: bigint; readonly open: LimitTerms }
  | { readonly key: bigint; readonly set: LimitTerms }
  | { readonly key: bigint; readonly reset: true }
  | { readonly key: bigint; readonly close: true }
  | { readonly key: bigint; readonly reopen: true };

/** Counts `amount` (0 to 2^63−1) against a limit, in the entry's own all-or-nothing. */
export interface LimitUse {
  readonly key: bigint;
  readonly amount: bigint;
}

/**
 * Gives back a use made at engine time `usedAt` (a `StoredEntry.timestamp`). Nothing happens when
 * its bucket has left the window or the limit was reset since: there is nothing to give back then.
 */
export interface LimitGive extends LimitUse {
  readonly usedAt: bigint;
}

/** Ends the claim on `key` that the entry `holder` made. */
export interface ClaimRelease {
  readonly key: bigint;
  readonly holder: bigint;
}

/**
 * The replay window of one device key: any unused value within 64 of the highest (RFC 4303 §3.4.3).
 * Opening an open counter and closing a closed one change nothing.
 */
export type CounterChange =
  | { readonly key: bigint; readonly open: true }
  | { readonly key: bigint; readonly use: bigint }
  | { readonly key: bigint; readonly close: true };

/**
 * One journal entry: a linked chain of transfers and all that goes with it. All of it happens, or
 * nothing does. Ids and keys are unsigned 128-bit numbers. Parts run in the order of
 * `answerStatuses`: accounts, counters, releases, claims, limit changes, gives, uses, transfers.
 */
export interface Entry {
  /**
   * From `deriveEntryId`, never a client's raw id: ids are used up by failures too. A multiple of 64:
   * the entry's transfers take the ids that follow it.
   */
  readonly id: bigint;
  /** The time inside the client's key. More than 24 h off the engine's is `clock_skew`. */
  readonly time: Instant;
  readonly accounts?: readonly AccountOpening[];
  readonly transfers?: readonly TransferInput[];
  readonly limits?: readonly LimitChange[];
  readonly uses?: readonly LimitUse[];
  readonly gives?: readonly LimitGive[];
  /** Unique keys, each held by at most one entry until released. */
  readonly claims?: readonly bigint[];
  readonly releases?: readonly ClaimRelease[];
  readonly counters?: readonly CounterChange[];
  /** Opaque to the ledger, at most 1 024 bytes: the payment's facts. */
  readonly memo?: Uint8Array;
  /** 32 bytes that stand for the entry in the public log (`entryCommitment` of @farthing/log). */
  readonly commitment: Uint8Array;
  /**
   * 32 bytes that say what the caller asked for, when the rest (a score, a memo) may differ from one
   * attempt to the next. A retry is "the same" when these are. Default: every byte of the entry.
   */
  readonly facts?: Uint8Array;
}

/** Bounds of one entry. */
export const entryMax = {
  /** Of each list in an entry. */
  items: 64,
  memoBytes: 1_024,
  windowBuckets: 64,
  timeoutSeconds: 2 ** 32 - 1,
} as const;
