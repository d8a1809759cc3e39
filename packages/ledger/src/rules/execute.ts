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
  factsOf,
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

/** Every part of one entry, in the order of precedence; the first refusal ends it. */
function run(
  books: Books,
  entry: FullEntry,
  { first, last }: { readonly first: bigint; readonly last: bigint },
  resolved: Resolved[],
): Refusal | null {
  const refusal =
    openAccounts(books, entry.accounts, first) ??
    useCounters(books, entry.counters) ??
    releaseClaims(books, entry.releases) ??
    takeClaims(books, entry.claims, entry.id) ??
    changeLimits(books, entry.limits, last);
  if (refusal !== null) return refusal;
  giveBack(books, entry.gives, last);
  const firstTransfer = first + BigInt(entry.accounts.length);
  return useLimits(books, entry.uses, last) ?? runTransfers(books, entry, firstTransfer, resolved);
}

/** Every event has a time of its own (TigerBeetle): an entry takes one for each account and transfer. */
function lastTimestamp(entry: FullEntry, first: bigint): bigint {
  const events = entry.accounts.length + entry.transfers.length;
  return events > 1 ? first + BigInt(events - 1) : first;
}

function decide(books: Books, submission: Submission, start: BatchStart): Recorded {
  const { entry } = submission;
  const { seq, timestamp: first } = start;
  const last = lastTimestamp(entry, first);
  const resolved: Resolved[] = [];
  const skew = Math.abs(entry.time - toMs(last)) > clockSkewMaxMs;
  const refusal: Refusal | null = skew
    ? { status: "clock_skew", at: null }
    : run(books, entry, { first, last }, resolved);
  finish(books, refusal === null);
  const { status, at } = refusal ?? { status: "created", at: null };
  const kept = refusal === null ? resolved : [];
  return { submission, seq, timestamp: last, status, at, resolved: kept };
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
    const { status, at } = done;
    state.entries.set(entry.id, { status, at, facts: factsOf(submission), entry });
    recorded.push(done);
    results.push({ recorded: done });
    seq += 1n;
    timestamp = done.timestamp + 1n;
  }
  assertBooks(books);
  return { results, effects: { recorded, books } };
}
