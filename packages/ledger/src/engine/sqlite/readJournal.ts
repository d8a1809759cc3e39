import { damagedWayOut, LedgerDamaged } from "../../errors.ts";
import { withoutSum } from "../../journal/batchSum.ts";
import { type BodyRecord, readBody, readRecord } from "../../journal/batchBody.ts";
import { decodeEntry, entryIdIn } from "../../journal/decodeEntry.ts";
import { storedEntry } from "../../journal/storedEntry.ts";
import { u128Bytes } from "../../journal/u128.ts";
import type { Verdict } from "../../journal/verdict.ts";
import type { StoredEntry } from "../../result.ts";
import type { Driver } from "./driver.ts";

/** One batch of the journal. */
export interface BatchRow {
  readonly first_seq: bigint;
  readonly entries: bigint;
  readonly timestamp: bigint;
  readonly rules: bigint;
  readonly first_leaf: bigint;
  readonly leaf_count: bigint;
  readonly leaves: Uint8Array;
  readonly body: Uint8Array;
  /** Whether it is as it was written: nothing may be taken from it otherwise. */
  readonly intact: boolean;
}

/** As stored: behind the body its sum. */
type StoredBatch = Omit<BatchRow, "intact">;

function opened(row: StoredBatch): BatchRow {
  const { first_seq, entries, timestamp, rules, first_leaf, leaf_count, leaves } = row;
  const numbers = [first_seq, entries, timestamp, rules, first_leaf, leaf_count];
  return { ...row, ...withoutSum({ numbers, leaves }, row.body) };
}

function intact(row: StoredBatch): BatchRow {
  const batch = opened(row);
  if (batch.intact) return batch;
  throw new LedgerDamaged(
    `Batch ${batch.first_seq} of the journal is damaged: it is not what was written. ${damagedWayOut}`,
  );
}

/** One entry of the journal, not decoded yet. */
export interface JournalRecord {
  readonly seq: bigint;
  readonly timestamp: bigint;
  readonly leafIndex: number | null;
  readonly bytes: Uint8Array;
  readonly verdict: Verdict;
}

type Place = Pick<BatchRow, "first_seq" | "timestamp" | "first_leaf">;

function recordOf(batch: Place, at: number, { bytes, verdict, ticks, leaf }: BodyRecord) {
  const isLeaf = verdict.status === "created";
  return {
    seq: batch.first_seq + BigInt(at),
    timestamp: batch.timestamp + BigInt(ticks),
    leafIndex: isLeaf ? Number(batch.first_leaf) + leaf : null,
    bytes,
    verdict,
  };
}

/** The entries of a batch, in order. */
export function recordsOf(batch: BatchRow): JournalRecord[] {
  return readBody(batch.body).map((record, at) => recordOf(batch, at, record));
}

export function storedOf(record: JournalRecord): StoredEntry {
  const { seq, timestamp, leafIndex } = record;
  return storedEntry(decodeEntry(record.bytes), record.verdict, { seq, timestamp, leafIndex });
}

export interface JournalReader {
  readonly seqOf: (id: bigint) => bigint | null;
  /** The journal's record of an id. */
  readonly byId: (id: bigint) => JournalRecord | null;
  /** The records of leaves [from, from + count), in order, as far as there are any. */
  readonly leaves: (from: number, count: number) => JournalRecord[];
  /** Up to `max` records with a higher `seq`. */
  readonly after: (seq: bigint, max: number) => JournalRecord[];
  /** Batches in order, one in memory at a time, whether they are intact or not. */
  readonly batches: () => IterableIterator<BatchRow>;
}

/** Prepares the reads once per connection. */
export function readJournal(db: Driver): JournalReader {
  const seqOf = db.prepare<{ seq: bigint }>("SELECT seq FROM entry_ids WHERE id = ?");
  const batchOf = db.prepare<StoredBatch>(
    "SELECT * FROM batches WHERE first_seq <= ? ORDER BY first_seq DESC LIMIT 1",
  );
  const withLeaves = db.prepare<StoredBatch>(
    `SELECT * FROM batches WHERE leaf_count > 0 AND first_leaf < ?
      AND first_leaf >= coalesce((SELECT max(first_leaf) FROM batches
        WHERE leaf_count > 0 AND first_leaf <= ?), 0) ORDER BY first_leaf`,
  );
  const following = db.prepare<StoredBatch>(
    "SELECT * FROM batches WHERE first_seq > ? ORDER BY first_seq",
  );
  const all = db.prepare<StoredBatch>("SELECT * FROM batches ORDER BY first_seq");

  function after(seq: bigint, max: number): JournalRecord[] {
    const first = batchOf.get(seq + 1n);
    const records =
      first === undefined ? [] : recordsOf(intact(first)).filter((one) => one.seq > seq);
    if (records.length < max) {
      for (const batch of following.iterate(seq + 1n)) {
        if (records.push(...recordsOf(intact(batch))) >= max) break;
      }
    }
    return records.slice(0, max);
  }

  return {
    seqOf: (id) => seqOf.get(u128Bytes(id))?.seq ?? null,
    byId(id) {
      const found = seqOf.get(u128Bytes(id));
      if (found === undefined) return null;
      const row = batchOf.get(found.seq);
      const at = Number(found.seq - (row?.first_seq ?? 0n));
      if (row === undefined || at >= Number(row.entries)) {
        throw new LedgerDamaged(`Entry ${found.seq} is not in the journal. ${damagedWayOut}`);
      }
      const batch = intact(row);
      const record = recordOf(batch, at, readRecord(batch.body, at));
      if (entryIdIn(record.bytes) === id) return record;
      throw new LedgerDamaged(`Entry ${found.seq} has another id. ${damagedWayOut}`);
    },
    leaves(from, count) {
      const records = withLeaves.all(from + count, from).flatMap((row) => recordsOf(intact(row)));
      const isAsked = ({ leafIndex }: JournalRecord) =>
        leafIndex !== null && leafIndex >= from && leafIndex < from + count;
      return records.filter(isAsked);
    },
    after,
    *batches() {
      for (const row of all.iterate()) yield opened(row);
    },
  };
}
