import type { Asset, Instant } from "@farthing/core";
import type { CounterChange, ClaimRelease, LimitChange, LimitGive, LimitUse } from "./entry.ts";
import type { FullAccount } from "./fullEntry.ts";
import type { EntryStatus } from "./status.ts";

/** The part of an entry that refused it. */
export interface RefusedAt {
  readonly part: "account" | "transfer" | "limit" | "use" | "claim" | "release" | "counter";
  /** Its place in that list of the entry. */
  readonly index: number;
  readonly key?: bigint;
  /** `claim_taken`: the entry that holds it. */
  readonly holder?: bigint;
  /** `limit_exceeded`, `exceeds_credits`, `exceeds_debits`: what was left. */
  readonly available?: bigint;
}

/** A transfer as it happened: a post, void or expiry has its hold's facts, a balancing one what it moved. */
export interface StoredTransfer {
  readonly id: bigint;
  readonly kind: "plain" | "pending" | "posted" | "voided" | "expired";
  readonly debit: bigint;
  readonly credit: bigint;
  readonly amount: bigint;
  readonly asset: Asset;
  readonly code: number;
  readonly flags: number;
  /** The hold that was posted, voided or expired; else 0. */
  readonly pendingId: bigint;
  /** Of a pending transfer, in seconds; 0 means it never expires. */
  readonly timeout: number;
  readonly userData128: bigint;
  readonly userData64: bigint;
  readonly userData32: number;
}

/** One entry as the journal holds it, created or refused. */
export interface StoredEntry {
  /** Place in the journal: 1, 2, 3 … without gaps. */
  readonly seq: bigint;
  readonly id: bigint;
  readonly time: Instant;
  /**
   * The engine's time in nanoseconds since 1970: unique and strictly increasing. Its accounts and
   * transfers have the times up to it, one each, in order (`eventResults`).
   */
  readonly timestamp: bigint;
  readonly status: EntryStatus;
  readonly at: RefusedAt | null;
  /** Place in the public log; `null` for a refused entry. */
  readonly leafIndex: number | null;
  readonly commitment: Uint8Array;
  readonly memo: Uint8Array;
  readonly facts: Uint8Array | null;
  readonly accounts: readonly FullAccount[];
  /** Empty for a refused entry: nothing moved. */
  readonly transfers: readonly StoredTransfer[];
  readonly limits: readonly LimitChange[];
  readonly uses: readonly LimitUse[];
  readonly gives: readonly LimitGive[];
  readonly claims: readonly bigint[];
  readonly releases: readonly ClaimRelease[];
  readonly counters: readonly CounterChange[];
}

/** A limit right after an entry used it. Times are in milliseconds since 1970. */
export interface LimitLeft {
  readonly max: bigint;
  /** What one more use may be. */
  readonly available: bigint;
  readonly expiresAt: Instant | null;
  /** When the window gives its oldest use back. */
  readonly moreAt: Instant | null;
}

/** What became of a submitted entry. */
export interface EntryResult {
  /**
   * `created`; or `exists`, the same entry was created before; or why nothing happened. A retry of a
   * refused entry gets the status of its first answer.
   */
  readonly status: EntryStatus;
  /** The stored entry for `created` and `exists`, else `null`. */
  readonly entry: StoredEntry | null;
  readonly at?: RefusedAt;
  /** The answer was given before: this call changed nothing. */
  readonly replayed: boolean;
  /** Of an entry created by this call: the limit of each of its uses, in order, when its batch was written. */
  readonly limitsLeft?: readonly LimitLeft[];
}

/** One event's answer, as TigerBeetle 0.17 gives it. */
export interface EventResult {
  readonly status: EntryStatus;
  /** Engine nanoseconds; 0 when nothing was recorded for it. */
  readonly timestamp: bigint;
}

/**
 * The entry's answer spelled out for each of its `count` transfers, dense and in order: the one that
 * failed says why, all others `linked_event_failed`.
 */
export function eventResults(
  { status, at, entry }: Pick<EntryResult, "status" | "at" | "entry">,
  count: number,
): EventResult[] {
  const last = entry?.timestamp ?? 0n;
  return Array.from({ length: count }, (_, place): EventResult => {
    if (entry !== null) return { status, timestamp: last - BigInt(count - 1 - place) };
    const isIt = at?.part === "transfer" && at.index === place;
    return { status: isIt || count === 1 ? status : "linked_event_failed", timestamp: 0n };
  });
}
