import { bytesEqual, hour } from "@farthing/core";
import type { FullEntry } from "../fullEntry.ts";
import { changeLimits, giveBack, useLimits } from "./applyLimits.ts";
import { assertBooks } from "./assertBooks.ts";
import { releaseClaims, takeClaims } from "./moveClaims.ts";
import { openAccounts } from "./openAccounts.ts";
import { runTransfers, type Settled } from "./runTransfers.ts";
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
export const rulesVersion = 1;

/** Farther than this from the engine's time, a client key's time is refused, never clamped. */
const clockSkewMaxMs = 24 * hour;

/** The engine's next place in the journal and its time: the batch's first entry gets both. */
export interface BatchStart {
  readonly seq: bigint;
  readonly timestamp: bigint;
}

/** An entry that goes into the journal: created or refused. */
export interface Recorded extends Refusal {
  readonly submission: Submission;
  readonly seq: bigint;
  readonly timestamp: bigint;
  readonly settled: readonly Settled[];
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

function replay(known: KnownEntry, submission: Submission): Replayed {
  if (!bytesEqual(known.facts, factsOf(submission))) {
    return { submission, status: "exists_with_different_facts", at: null };
  }
  const status = known.status === "created" ? "exists" : known.status;
  return { submission, status, at: known.at };
}

/** Every part of one entry, in the order of precedence; the first refusal ends it. */
function run(books: Books, entry: FullEntry, now: bigint, settled: Settled[]): Refusal | null {
  const refusal =
    openAccounts(books, entry.accounts) ??
    useCounters(books, entry.counters) ??
    releaseClaims(books, entry.releases) ??
    takeClaims(books, entry.claims, entry.id) ??
    changeLimits(books, entry.limits, now);
  if (refusal !== null) return refusal;
  giveBack(books, entry.gives, now);
  return useLimits(books, entry.uses, now) ?? runTransfers(books, entry, now, settled);
}

function decide(books: Books, submission: Submission, start: BatchStart): Recorded {
  const { entry } = submission;
  const settled: Settled[] = [];
  const skew = Math.abs(entry.time - toMs(start.timestamp)) > clockSkewMaxMs;
  const refusal: Refusal | null = skew
    ? { status: "clock_skew", at: null }
    : run(books, entry, start.timestamp, settled);
  finish(books, refusal === null);
  const { status, at } = refusal ?? { status: "created", at: null };
  return { submission, ...start, status, at, settled: refusal === null ? settled : [] };
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
): { readonly results: readonly Result[]; readonly effects: Effects } {
  const books = openBooks(state);
  const results: Result[] = [];
  const recorded: Recorded[] = [];
  for (const submission of batch) {
    const { id } = submission.entry;
    const known = state.entries.get(id);
    if (known !== undefined) {
      results.push({ replayed: replay(known, submission) });
      continue;
    }
    const place = BigInt(recorded.length);
    const done = decide(books, submission, {
      seq: start.seq + place,
      timestamp: start.timestamp + place,
    });
    state.entries.set(id, { status: done.status, at: done.at, facts: factsOf(submission) });
    recorded.push(done);
    results.push({ recorded: done });
  }
  assertBooks(books);
  return { results, effects: { recorded, books } };
}
