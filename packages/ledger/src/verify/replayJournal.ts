import { bytesEqual } from "@farthing/core";
import { type BatchRow, type JournalReader, recordsOf } from "../engine/sqlite/readJournal.ts";
import { decodeEntry } from "../journal/decodeEntry.ts";
import { type JournalHead, type SealedBatch, sealBatch } from "../journal/sealBatch.ts";
import { rawVerdict } from "../journal/verdict.ts";
import { execute, rulesVersion } from "../rules/execute.ts";
import { emptyState, type State, type Submission } from "../rules/state.ts";
import type { Faults } from "./faults.ts";

/** What the journal alone says: everything but the entries themselves. */
export interface Replayed {
  readonly head: JournalHead;
  readonly state: State;
}

/** The rules that each version of the journal was written with. */
const rulesOf = new Map([[BigInt(rulesVersion), execute]]);

function compareBatch(batch: BatchRow, sealed: SealedBatch, faults: Faults): void {
  const name = `Batch ${batch.first_seq}`;
  const stored = recordsOf(batch);
  faults.compare(`${name}, entries`, batch.entries, BigInt(stored.length));
  for (const [at, record] of stored.entries()) {
    const verdict = rawVerdict(record.verdict);
    faults.compare(`Entry ${record.seq}, answer`, verdict, sealed.verdicts[at]);
  }
  faults.compare(`${name}, first leaf`, batch.first_leaf, BigInt(sealed.firstLeaf));
  faults.compare(`${name}, leaves`, batch.leaf_count, BigInt(sealed.leaves.length / 32));
  if (!bytesEqual(batch.leaves, sealed.leaves)) faults.add(`${name}: its leaves were changed.`);
}

function replayBatch(
  { head, state }: Replayed,
  batch: BatchRow,
  journal: JournalReader,
  faults: Faults,
): JournalHead {
  faults.compare("Next entry", batch.first_seq, head.seq + 1n);
  if (batch.timestamp <= head.timestamp) {
    faults.add(`Batch ${batch.first_seq}: its time is not after the batch before it.`);
  }
  const rules = rulesOf.get(batch.rules);
  if (rules === undefined) throw new Error(`rules version ${batch.rules} is not known here`);
  const submissions: Submission[] = [];
  for (const { bytes, seq } of recordsOf(batch)) {
    const entry = decodeEntry(bytes);
    submissions.push({ entry, bytes });
    if (journal.seqOf(entry.id) !== seq) faults.add(`Entry ${seq}: its id leads elsewhere.`);
  }
  state.entries.clear();
  const start = { seq: head.seq + 1n, timestamp: batch.timestamp };
  const { effects } = rules(state, submissions, start);
  if (effects.recorded.length !== submissions.length) {
    faults.add(`Batch ${batch.first_seq}: an id is in it twice.`);
  }
  const sealed = sealBatch(head, effects);
  compareBatch(batch, sealed, faults);
  return sealed.head;
}

/** Runs the journal through the rules from nothing. Stops at a batch that cannot be run. */
export async function replayJournal(
  journal: JournalReader,
  start: JournalHead,
  faults: Faults,
  onBatch: (done: bigint) => void,
): Promise<Replayed> {
  let replayed: Replayed = { head: start, state: emptyState() };
  for (const batch of journal.batches()) {
    try {
      replayed = { ...replayed, head: replayBatch(replayed, batch, journal, faults) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      faults.add(`Batch ${batch.first_seq} cannot be replayed: ${reason}.`);
      return replayed;
    }
    onBatch(replayed.head.seq);
    await new Promise(setImmediate);
  }
  return replayed;
}
