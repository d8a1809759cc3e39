import { assert } from "@farthing/core";
import { type BodyRecord, readBody, readRecord } from "../../journal/batchBody.ts";
import { decodeEntry } from "../../journal/decodeEntry.ts";
import { storedEntry } from "../../journal/storedEntry.ts";
import { u128Bytes } from "../../journal/u128.ts";
import type { Verdict } from "../../journal/verdict.ts";
import type { StoredEntry } from "../../result.ts";
import type { Driver } from "./driver.ts";

/** One batch of the journal, as stored. */
export interface BatchRow {
  readonly first_seq: bigint;
  readonly entries: bigint;
  readonly timestamp: bigint;
  readonly rules: bigint;
  readonly first_leaf: bigint;
  readonly leaf_count: bigint;
  readonly leaves: Uint8Array;
  readonly body: Uint8Array;
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
  readonly byLeaf: (leafIndex: number) => JournalRecord | null;
  /** Up to `max` records with a higher `seq`. */
  readonly after: (seq: bigint, max: number) => JournalRecord[];
  /** Batches in order, one in memory at a time. */
  readonly batches: () => IterableIterator<BatchRow>;
}

/** Prepares the reads once per connection. */
export function readJournal(db: Driver): JournalReader {
  const seqOf = db.prepare<{ seq: bigint }>("SELECT seq FROM entry_ids WHERE id = ?");
  const batchOf = db.prepare<BatchRow>(
    "SELECT * FROM batches WHERE first_seq <= ? ORDER BY first_seq DESC LIMIT 1",
  );
  const batchOfLeaf = db.prepare<BatchRow>(
    "SELECT * FROM batches WHERE leaf_count > 0 AND first_leaf <= ? ORDER BY first_leaf DESC LIMIT 1",
  );
  const following = db.prepare<BatchRow>(
    "SELECT * FROM batches WHERE first_seq > ? ORDER BY first_seq",
  );
  const all = db.prepare<BatchRow>("SELECT * FROM batches ORDER BY first_seq");

  function after(seq: bigint, max: number): JournalRecord[] {
    const first = batchOf.get(seq + 1n);
    const records = first === undefined ? [] : recordsOf(first).filter((one) => one.seq > seq);
    if (records.length < max) {
      for (const batch of following.iterate(seq + 1n)) {
        if (records.push(...recordsOf(batch)) >= max) break;
      }
    }
    return records.slice(0, max);
  }

  return {
    seqOf: (id) => seqOf.get(u128Bytes(id))?.seq ?? null,
    byId(id) {
      const found = seqOf.get(u128Bytes(id));
      if (found === undefined) return null;
      const batch = batchOf.get(found.seq);
      assert(batch !== undefined, "an id's batch is in the journal");
      const at = Number(found.seq - batch.first_seq);
      return recordOf(batch, at, readRecord(batch.body, at));
    },
    byLeaf(leafIndex) {
      const batch = batchOfLeaf.get(leafIndex);
      if (batch === undefined) return null;
      return recordsOf(batch).find((one) => one.leafIndex === leafIndex) ?? null;
    },
    after,
    batches: () => all.iterate(),
  };
}
