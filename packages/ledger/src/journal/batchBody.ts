import { assert } from "@farthing/core";
import { ByteReader } from "./byteReader.ts";
import { ByteWriter } from "./byteWriter.ts";
import { readVerdict, type Verdict, writeVerdict } from "./verdict.ts";

/** One entry of a batch. */
export interface BodyRecord {
  /** The entry as it was submitted. */
  readonly bytes: Uint8Array;
  /** What the rules answered. */
  readonly verdict: Verdict;
  /** Its time: nanoseconds after the batch's. */
  readonly ticks: number;
  /** Leaves of the batch before it. */
  readonly leaf: number;
}

const writer = new ByteWriter();
const offsetBytes = 4;
const headBytes = 12;

/**
 * A batch as one blob (specs/journal.md): where each record begins, then the records, so that one of a
 * thousand is read without the others.
 */
export function encodeBody(records: readonly BodyRecord[]): Uint8Array {
  const verdicts = records.map(({ verdict }) => verdictBytes(verdict));
  let offset = offsetBytes * (records.length + 1);
  writer.u32(records.length);
  for (const [at, { bytes }] of records.entries()) {
    writer.u32(offset);
    offset += headBytes + bytes.length + (verdicts[at]?.length ?? 0);
  }
  for (const [at, { bytes, ticks, leaf }] of records.entries()) {
    const verdict = verdicts[at];
    assert(verdict !== undefined, "every record has a verdict");
    writer.u32(ticks);
    writer.u32(leaf);
    writer.u32(bytes.length);
    writer.raw(bytes);
    writer.raw(verdict);
  }
  return writer.finish();
}

const verdictWriter = new ByteWriter();

const plainlyCreated = ((): Uint8Array => {
  writeVerdict(verdictWriter, { status: "created", at: null, resolved: [] });
  return verdictWriter.finish();
})();

function verdictBytes(verdict: Verdict): Uint8Array {
  if (verdict.status === "created" && verdict.resolved.length === 0) return plainlyCreated;
  writeVerdict(verdictWriter, verdict);
  return verdictWriter.finish();
}

/** How many records a body holds. */
function bodyLength(body: Uint8Array): number {
  return new ByteReader(body).u32();
}

/** Record `place` of a body. Its bytes are a view of it. */
export function readRecord(body: Uint8Array, place: number): BodyRecord {
  assert(place >= 0 && place < bodyLength(body), "the body has that record");
  const from = new ByteReader(body, new ByteReader(body, offsetBytes * (place + 1)).u32());
  const [ticks, leaf] = [from.u32(), from.u32()];
  const bytes = from.raw(from.u32());
  return { bytes, verdict: readVerdict(from), ticks, leaf };
}

/** All records of a body, in order. */
export function readBody(body: Uint8Array): BodyRecord[] {
  return Array.from({ length: bodyLength(body) }, (_, place) => readRecord(body, place));
}
