import { bytesEqual } from "@farthing/core";
import { type BatchRow, type JournalReader, recordsOf } from "../engine/sqlite/readJournal.ts";
import { type BodyRecord, readBody } from "../journal/batchBody.ts";
import { decodeEntry } from "../journal/decodeEntry.ts";
import { type JournalHead, type SealedBatch, sealBatch } from "../journal/sealBatch.ts";
import type { Execute } from "../rules/execute.ts";
import { entriesOfUnknownHolds, keysOf } from "../rules/keysOf.ts";
import { emptyState, type State, type Submission } from "../rules/state.ts";
import type { Faults } from "./faults.ts";
import { rulesOf } from "./rulesOf.ts";

/** What the journal alone says: everything but the entries themselves. */
export interface Replayed {
  readonly head: JournalHead;
  readonly state: State;
}

/** An answer as words, to compare. */
function answerOf({ verdict, ticks }: BodyRecord): unknown {
  return [verdict.status, verdict.at, verdict.resolved, ticks];
}

function compareBatch(batch: BatchRow, sealed: SealedBatch, faults: Faults): void {
  const name = `Batch ${batch.first_seq}`;
  const stored = readBody(batch.body);
  faults.compare(`${name}, entries`, batch.entries, BigInt(stored.length));
  for (const [at, record] of stored.entries()) {
    const replayed = sealed.records[at];
    const seq = batch.first_seq + BigInt(at);
    faults.compare(`Entry ${seq}, answer`, answerOf(record), replayed && answerOf(replayed));
  }
  faults.compare(`${name}, first leaf`, batch.first_leaf, BigInt(sealed.firstLeaf));
  faults.compare(`${name}, leaves`, batch.leaf_count, BigInt(sealed.leaves.length / 32));
  if (!bytesEqual(batch.leaves, sealed.leaves)) faults.add(`${name}: its leaves were changed.`);
}

/** What a replay reads, and the rules it knows. */
export interface Replay {
  readonly journal: JournalReader;
  readonly faults: Faults;
  /** Default: `rulesOf`. */
  readonly rules?: ReadonlyMap<bigint, Execute>;
  /** Called with each entry before its batch is replayed. */
  readonly onEntry?: (entry: ReplayedEntry) => void;
}

/** One entry as an audit meets it. */
export interface ReplayedEntry {
  readonly seq: bigint;
  readonly memo: Uint8Array;
  /** `null`: the entry was refused. */
  readonly leafIndex: number | null;
}

function replayBatch({ head, state }: Replayed, batch: BatchRow, replay: Replay): JournalHead {
  const { journal, faults } = replay;
  if (!batch.intact) faults.add(`Batch ${batch.first_seq}: its sum says it is damaged.`);
  faults.compare("Next entry", batch.first_seq, head.seq + 1n);
  if (batch.timestamp <= head.timestamp) {
    faults.add(`Batch ${batch.first_seq}: its time is not after the batch before it.`);
  }
  const rules = (replay.rules ?? rulesOf).get(batch.rules);
  if (rules === undefined) throw new Error(`rules version ${batch.rules} is not known here`);
  const submissions: Submission[] = [];
  for (const { bytes, seq, leafIndex } of recordsOf(batch)) {
    const entry = decodeEntry(bytes);
    replay.onEntry?.({ seq, memo: entry.memo, leafIndex });
    submissions.push({ entry, bytes });
    if (journal.seqOf(entry.id) !== seq) faults.add(`Entry ${seq}: its id leads elsewhere.`);
  }
  loadAnswers(state, submissions, { journal, before: batch.first_seq });
  const start = { seq: head.seq + 1n, timestamp: batch.timestamp };
  const { effects } = rules(state, submissions, start);
  if (effects.recorded.length !== submissions.length) {
    faults.add(`Batch ${batch.first_seq}: an id is in it twice.`);
  }
  const version = Number(batch.rules);
  const sealed = sealBatch(head, effects, { timestamp: batch.timestamp, rules: version });
  compareBatch(batch, sealed, faults);
  return sealed.head;
}

/**
 * Of the entries before, only those that a post or void names by mistake matter to the rules: they are
 * read from the journal, because a replay of ten million does not keep them all. Those after it were not
 * there yet.
 */
function loadAnswers(
  state: State,
  batch: readonly Submission[],
  { journal, before }: { readonly journal: JournalReader; readonly before: bigint },
): void {
  state.entries.clear();
  for (const id of entriesOfUnknownHolds(keysOf(batch).holds, state.holds)) {
    const record = journal.byId(id);
    if (record === null || record.seq >= before) continue;
    const { verdict, bytes } = record;
    const { status, at } = verdict;
    state.entries.set(id, { status, at, submission: { entry: decodeEntry(bytes), bytes } });
  }
}

/** Runs the journal through the rules from nothing. Stops at a batch that cannot be read or run. */
export async function replayJournal(
  replay: Replay,
  start: JournalHead,
  onBatch: (head: JournalHead) => void,
): Promise<Replayed> {
  let replayed: Replayed = { head: start, state: emptyState() };
  let name = "The journal";
  try {
    for (const batch of replay.journal.batches()) {
      name = `Batch ${batch.first_seq}`;
      replayed = { ...replayed, head: replayBatch(replayed, batch, replay) };
      onBatch(replayed.head);
      await new Promise(setImmediate);
      name = `The batch after entry ${replayed.head.seq}`;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    replay.faults.add(`${name} cannot be replayed: ${reason}.`);
  }
  return replayed;
}
