import { assert } from "@farthing/core";
import type { JournalHead } from "../../journal/sealBatch.ts";
import type { Driver } from "./driver.ts";

interface HeadRow {
  seq: bigint;
  timestamp: bigint;
  leaves: bigint;
  range: Uint8Array;
  root: Uint8Array;
}

const hashBytes = 32;

/** The compact range as one blob: its hashes side by side. */
export function rangeBlob(hashes: readonly Uint8Array[]): Buffer {
  return Buffer.concat(hashes);
}

/** Prepares the reading of the journal's end. */
export function readHead(db: Driver): () => JournalHead {
  const select = db.prepare<HeadRow>("SELECT seq, timestamp, leaves, range, root FROM head");
  return () => {
    const row = select.get();
    assert(row !== undefined, "the journal has a head");
    const hashes = Array.from({ length: row.range.length / hashBytes }, (_, at) =>
      row.range.slice(hashBytes * at, hashBytes * (at + 1)),
    );
    const range = { size: Number(row.leaves), hashes };
    return { seq: row.seq, timestamp: row.timestamp, range, root: row.root };
  };
}
