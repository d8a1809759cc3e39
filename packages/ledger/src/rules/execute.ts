import { hour } from "@farthing/core";
import type { FullEntry } from "../fullEntry.ts";
import { changeLimits, giveBack, useLimits } from "./applyLimits.ts";
import { assertBooks } from "./assertBooks.ts";
import { differenceOf } from "./differenceOf.ts";
import { releaseClaims, takeClaims } from "./moveClaims.ts";
import { openAccounts } from "./openAccounts.ts";
import { type Resolved, runTransfers } from "./runTransfers.ts";
import {
  type Books,
  finish,
  type KnownEntry,
  openBooks,
  type Refusal,
  type State,
  type Submission,
} from "./state.ts";
import { toMs } from "./window.ts";
import { useCounters } from "./useCounters.ts";

/** Which rules these are. A change that alters any answer makes a new version beside this one. */
export const rulesVersion = 2;

/** Farther than this from the engine's time, a client key's time is refused, never clamped. */
const clockSkewMaxMs = 24 * hour;

/** The engine's next place in the journal and its time: the batch's first event gets both. */
export interface BatchStart {
  readonly seq: bigint;
  readonly timestamp: bigint;
}

/** An entry that goes into the journal: created or refused. */
export interface Recorded extends Refusal {
  readonly submission: Submission;
  readonly seq: bigint;
  /** The time of its last event; its accounts and transfers have those before it, one each. */
  readonly timestamp: bigint;
  readonly resolved: readonly Resolved[];
}

/** An id that was answered before: the answer, and nothing to write. */
export interface Replayed extends Refusal {
  readonly submission: Submission;
}

/** One result per submission, in order. */
export type Result = { readonly recorded: Recorded } | { readonly replayed: Replayed };

/** Everything the batch changed: what an engine must persist, all or nothing. */
export interface Effects {
  readonly recorded: readonly Recorded[];
  readonly books: Books;
}

/** The rules of one version, as the writer and a replay run them. */
export type Execute = (
  state: State,
  batch: readonly Submission[],
  start: BatchStart,
) => { readonly results: readonly Result[]; readonly effects: Effects };

function replay(known: KnownEntry, submission: Submission): Replayed {
  const different = differenceOf(known, submission);
  if (different !== null) return { submission, status: different, at: null };
  const status = known.status === "created" ? "exists" : known.status;
  return { submission, status, at: known.at };
}

/** When an entry's events happen: the first one's time, the last one's, and that in milliseconds. */
interface Moment {
  readonly first: bigint;
  readonly last: bigint;
  readonly ms: number;
}

/** What is not about limits and money, in the order of precedence. Most entries have none of it. */
function runKeys(books: Books, entry: FullEntry, first: bigint): Refusal | null {
  const { accounts, counters, releases, claims } = entry;
  if (accounts.length + counters.length + releases.length + claims.length === 0) return null;
  return (
    openAccounts(books, accounts, first) ??
    useCounters(books, counters) ??
    releaseClaims(books, releases) ??
    takeClaims(books, claims, entry.id)
  );
}

/** Limit changes, then what is given back, then uses. */
function runLimits(books: Books, entry: FullEntry, { last, ms }: Moment): Refusal | null {
  const { limits, gives, uses } = entry;
  if (limits.length + gives.length + uses.length === 0) return null;
  const refusal = changeLimits(books, limits, last);
  if (refusal !== null) return refusal;
  giveBack(books, gives, ms);
  return useLimits(books, uses, ms);
}

/** Every part of one entry, in the order of precedence; the first refusal ends it. */
function run(books: Books, entry: FullEntry, moment: Moment, resolved: Resolved[]): Refusal | null {
  return (
    runKeys(books, entry, moment.first) ??
    runLimits(books, entry, moment) ??
    runTransfers(books, entry, moment.first + BigInt(entry.accounts.length), resolved)
  );
}

/** Every event has a time of its own (TigerBeetle): an entry takes one for each account and transfer. */
function lastTimestamp(entry: FullEntry, first: bigint): bigint {
  const events = entry.accounts.length + entry.transfers.length;
  return events > 1 ? first + BigInt(events - 1) : first;
}

const none: readonly never[] = [];

function decide(books: Books, submission: Submission, { seq, timestamp }: BatchStart): Recorded {
  const { entry } = submission;
  const last = lastTimestamp(entry, timestamp);
  const ms = toMs(last);
  const resolved: Resolved[] = [];
  const refusal: Refusal | null =
    Math.abs(entry.time - ms) > clockSkewMaxMs
      ? { status: "clock_skew", at: null }
      : run(books, entry, { first: timestamp, last, ms }, resolved);
  finish(books, refusal === null);
  if (refusal === null) {
    return { submission, seq, timestamp: last, status: "created", at: null, resolved };
  }
  const { status, at } = refusal;
  return { submission, seq, timestamp: last, status, at, resolved: none };
}

/**
 * The rules: runs a batch in order against `state` (which must hold all that `keysOf(batch)` names)
 * at the given engine time. Pure but for `state`, whose records it changes; deterministic, so that a
 * replay of the journal gives the same answers. Asserts that the books balance.
 */
export function execute(
  state: State,
  batch: readonly Submission[],
  start: BatchStart,
): ReturnType<Execute> {
  const books = openBooks(state);
  const results: Result[] = [];
  const recorded: Recorded[] = [];
  let { seq, timestamp } = start;
  for (const submission of batch) {
    const { entry } = submission;
    const known = state.entries.get(entry.id);
    if (known !== undefined) {
      results.push({ replayed: replay(known, submission) });
      continue;
    }
    const done = decide(books, submission, { seq, timestamp });
    state.entries.set(entry.id, done);
    recorded.push(done);
    results.push({ recorded: done });
    seq += 1n;
    timestamp = done.timestamp + 1n;
  }
  assertBooks(books);
  return { results, effects: { recorded, books } };
}
