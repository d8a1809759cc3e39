import type { Asset } from "@farthing/core";
import type { LimitWindow } from "../entry.ts";
import { entryOf, placeOf } from "../entryId.ts";
import type { FullEntry } from "../fullEntry.ts";
import type { RefusedAt } from "../result.ts";
import type { AnswerStatus } from "../status.ts";
import { type Kept, Table } from "./table.ts";

export interface Account extends Kept {
  readonly id: bigint;
  readonly asset: Asset;
  readonly code: number;
  readonly userData128: bigint;
  readonly userData64: bigint;
  readonly userData32: number;
  /** Engine time at which it was opened, nanoseconds. */
  readonly timestamp: bigint;
  flags: number;
  debitsPending: bigint;
  debitsPosted: bigint;
  creditsPending: bigint;
  creditsPosted: bigint;
}

/** Uses that fell into one stretch of a limit's window. */
export type Bucket = readonly [index: number, used: bigint];

export interface Limit extends Kept {
  readonly key: bigint;
  readonly kind: "sum" | "each";
  readonly window: LimitWindow | null;
  max: bigint;
  /** Milliseconds since 1970. */
  expiresAt: number | null;
  closed: boolean;
  /** Engine time of the last reset, nanoseconds; 0 for never. */
  resetAt: bigint;
  used: bigint;
  /** Oldest first; replaced, never changed in place. Empty without a window. */
  buckets: readonly Bucket[];
}

export interface Claim extends Kept {
  readonly key: bigint;
  /** The entry that holds it, or `null` once released. */
  holder: bigint | null;
}

export interface Counter extends Kept {
  readonly key: bigint;
  closed: boolean;
  /** The highest value used; −1 before the first. */
  highest: bigint;
  /** Bit n: `highest − n` was used. 64 bits. */
  seen: bigint;
}

/** A pending transfer and what became of it. */
export interface Hold extends Kept {
  /** The transfer's id. */
  readonly id: bigint;
  readonly debit: bigint;
  readonly credit: bigint;
  readonly amount: bigint;
  readonly asset: Asset;
  readonly code: number;
  readonly flags: number;
  readonly userData128: bigint;
  readonly userData64: bigint;
  readonly userData32: number;
  /** Engine time in nanoseconds; `null` for never. */
  readonly expiresAt: bigint | null;
  status: "pending" | "posted" | "voided" | "expired";
}

/** What is known of an id that was answered before. */
export interface KnownEntry {
  readonly status: AnswerStatus;
  readonly at: RefusedAt | null;
  /** What was asked: another attempt is "the same", or differs in something that can be named. */
  readonly submission: Submission;
}

/**
 * The working set of a batch: at least every record that it names and that exists. An engine may hand
 * in its whole cache; the rules change the records in place and say in the effects which.
 */
export interface State {
  readonly entries: Map<bigint, KnownEntry>;
  readonly accounts: Map<bigint, Account>;
  readonly limits: Map<bigint, Limit>;
  readonly claims: Map<bigint, Claim>;
  readonly counters: Map<bigint, Counter>;
  readonly holds: Map<bigint, Hold>;
}

export function emptyState(): State {
  return {
    entries: new Map(),
    accounts: new Map(),
    limits: new Map(),
    claims: new Map(),
    counters: new Map(),
    holds: new Map(),
  };
}

/** One entry on its way through the rules. */
export interface Submission {
  readonly entry: FullEntry;
  /** The entry as the journal stores it. */
  readonly bytes: Uint8Array;
}

/** What must be equal for a retry to be the same: the caller's own facts, or every byte. */
export function factsOf(submission: Submission): Uint8Array {
  return submission.entry.facts ?? submission.bytes;
}

/** The state with its changes kept apart until the entry is accepted. */
export interface Books {
  readonly accounts: Table<Account>;
  readonly limits: Table<Limit>;
  readonly claims: Table<Claim>;
  readonly counters: Table<Counter>;
  readonly holds: Table<Hold>;
  /** Whether an accepted entry brought a transfer with that id. */
  readonly isTransfer: (id: bigint) => boolean;
}

export function openBooks(state: State): Books {
  return {
    accounts: new Table(state.accounts, (account) => account.id),
    limits: new Table(state.limits, (limit) => limit.key),
    claims: new Table(state.claims, (claim) => claim.key),
    counters: new Table(state.counters, (counter) => counter.key),
    holds: new Table(state.holds, (hold) => hold.id),
    isTransfer(id) {
      const known = state.entries.get(entryOf(id));
      return known?.status === "created" && placeOf(id) < known.submission.entry.transfers.length;
    },
  };
}

/** Ends an entry: its changes belong to the batch, or never were. */
export function finish(books: Books, accepted: boolean): void {
  const { accounts, limits, claims, counters, holds } = books;
  for (const table of [accounts, limits, claims, counters, holds]) {
    if (accepted) table.keep();
    else table.drop();
  }
}

/** Why an entry is refused, and by which part. */
export interface Refusal {
  readonly status: AnswerStatus;
  readonly at: RefusedAt | null;
}
