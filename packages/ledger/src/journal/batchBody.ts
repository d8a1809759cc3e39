import { cbor } from "./cbor.ts";
import type { RawVerdict } from "./verdict.ts";

/** One entry in a batch: its bytes, so that one is decoded without the others, and its verdict. */
export type RawRecord = [bytes: Uint8Array, verdict: RawVerdict];

/** The one blob of a batch. */
export function encodeBody(records: readonly RawRecord[]): Uint8Array {
  return cbor.encode(records);
}

export function decodeBody(body: Uint8Array): RawRecord[] {
  return cbor.decode(body) as RawRecord[];
}
