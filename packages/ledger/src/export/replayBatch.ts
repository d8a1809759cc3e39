import { bytesEqual } from "@farthing/core";
import type { Engine } from "../engine/engine.ts";
import { type BodyRecord, readBody } from "../journal/batchBody.ts";
import { decodeEntry } from "../journal/decodeEntry.ts";
import { encodeEntry } from "../journal/encodeEntry.ts";
import { type JournalHead, type SealedBatch, sealBatch } from "../journal/sealBatch.ts";
import { keysOf } from "../rules/keysOf.ts";
import type { State, Submission } from "../rules/state.ts";
import { inWords } from "../verify/faults.ts";
import { rulesOf } from "../verify/rulesOf.ts";
import type { ExportedBatch } from "./exportLines.ts";

/** A batch is not what the rules make of it: `message` is a sentence that names the first entry that is wrong. */
export class BatchWrong extends Error {
  override readonly name = "BatchWrong";
}

/** What a batch must go on from, and what is built of it. */
export interface Replaying {
  readonly engine: Engine;
  readonly head: JournalHead;
}

/** One batch through the rules: what it became, and its entries. */
export interface ReplayedBatch {
  readonly sealed: SealedBatch;
  readonly submissions: readonly Submission[];
}

/**
 * Runs a batch of an export through the rules of its version and keeps what comes out. Throws `BatchWrong` unless that
 * is, to the last byte, what the export says.
 */
export async function replayBatch(
  { engine, head }: Replaying,
  batch: ExportedBatch,
): Promise<ReplayedBatch> {
  const records = recordsIn(batch);
  requirePlace(batch, head, records.length);
  const submissions = records.map(({ bytes }, at) => submissionOf(bytes, batch.first + BigInt(at)));
  const state = await engine.load(keysOf(submissions));
  recallEarlier(state, batch);
  const rules = rulesOf.get(batch.rules);
  if (rules === undefined) {
    throw new BatchWrong(
      `Entry ${batch.first} was decided by version ${batch.rules} of the rules, which this Farthing does not know: audit with a newer one.`,
    );
  }
  const start = { seq: batch.first, timestamp: batch.time };
  const { results, effects } = attempt(batch, () => rules(state, submissions, start));
  const again = results.findIndex((result) => "replayed" in result);
  if (again >= 0) {
    throw new BatchWrong(`Entry ${batch.first + BigInt(again)} has the id of an entry before it.`);
  }
  const version = Number(batch.rules);
  const sealed = sealBatch(head, effects, { timestamp: batch.time, rules: version });
  requireSame(batch, records, sealed);
  await engine.commit(sealed);
  return { sealed, submissions };
}

function recordsIn(batch: ExportedBatch): BodyRecord[] {
  return attempt(batch, () => readBody(batch.body));
}

/** What an entry breaks inside the rules or the format is a fault of the export, not of this program. */
function attempt<T>({ first }: ExportedBatch, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BatchWrong(`The entries from ${first} on cannot be replayed: ${why}.`);
  }
}

/** Throws `BatchWrong` unless the batch says that it is the one after `head`. */
export function requireNext({ first, time }: ExportedBatch, head: JournalHead): void {
  if (first !== head.seq + 1n) {
    throw new BatchWrong(
      `Entry ${first} follows entry ${head.seq}: what was between is missing, or the order was changed.`,
    );
  }
  if (time <= head.timestamp) {
    throw new BatchWrong(`Entry ${first} is not later than the entry before it.`);
  }
}

function requirePlace(batch: ExportedBatch, head: JournalHead, count: number): void {
  requireNext(batch, head);
  const { first, firstLeaf } = batch;
  if (count === 0 || count !== batch.entries) {
    throw new BatchWrong(
      `The batch from entry ${first} on says ${batch.entries} entries, and holds ${count}.`,
    );
  }
  if (firstLeaf !== head.range.size) {
    throw new BatchWrong(
      `The first leaf from entry ${first} on would be number ${firstLeaf}, and the log before it has ${head.range.size}.`,
    );
  }
}

function submissionOf(bytes: Uint8Array, seq: bigint): Submission {
  try {
    const entry = decodeEntry(bytes);
    if (bytesEqual(encodeEntry(entry), bytes)) return { entry, bytes };
  } catch {
    // Said below.
  }
  throw new BatchWrong(`Entry ${seq} is not written as an entry is.`);
}

/** Entries before the file: the rules ask of them only whether a transfer of theirs was there. */
function recallEarlier(state: State, { first, earlier }: ExportedBatch): void {
  if (earlier === null) return;
  try {
    for (const { bytes, verdict } of readBody(earlier)) {
      const entry = decodeEntry(bytes);
      const { status, at } = verdict;
      if (!state.entries.has(entry.id)) {
        state.entries.set(entry.id, { status, at, submission: { entry, bytes } });
      }
    }
  } catch {
    throw new BatchWrong(`What came before entry ${first} cannot be read.`);
  }
}

function requireSame(
  batch: ExportedBatch,
  stored: readonly BodyRecord[],
  sealed: SealedBatch,
): void {
  // The body says every answer: which one is wrong is looked for only where it differs.
  if (bytesEqual(batch.body, sealed.body)) return requireLeaves(batch, sealed);
  for (const [at, record] of stored.entries()) {
    const replayed = sealed.records[at];
    const seq = batch.first + BigInt(at);
    const [said, right] = [record.verdict.status, replayed?.verdict.status];
    if (said !== right) {
      throw new BatchWrong(`Entry ${seq} was answered ${said}, and the rules say ${right}.`);
    }
    const [answer, expected] = [answerOf(record), replayed && answerOf(replayed)].map(inWords);
    if (answer !== expected) {
      throw new BatchWrong(`Entry ${seq} was answered ${answer}, and the rules say ${expected}.`);
    }
  }
  requireLeaves(batch, sealed);
  throw new BatchWrong(`The batch from entry ${batch.first} on is not written as a batch is.`);
}

function answerOf({ verdict, ticks }: BodyRecord): unknown {
  return [verdict.at, verdict.resolved, ticks];
}

const hashBytes = 32;

function requireLeaves(batch: ExportedBatch, { leaves, records }: SealedBatch): void {
  if (batch.leaves.length !== leaves.length) {
    throw new BatchWrong(`The entries from ${batch.first} on have other leaves than they say.`);
  }
  for (const [at, { verdict, leaf }] of records.entries()) {
    if (verdict.status !== "created") continue;
    const part = [hashBytes * leaf, hashBytes * (leaf + 1)] as const;
    if (bytesEqual(batch.leaves.subarray(...part), leaves.subarray(...part))) continue;
    throw new BatchWrong(
      `Entry ${batch.first + BigInt(at)} has a leaf that is not made of its time and commitment.`,
    );
  }
}
