import { assert } from "@farthing/core";

const encoder = new TextEncoder();

// A payment needs seven of these: fresh arrays of this length would each be an allocation outside V8's heap.
let scratch = new Uint8Array(4_096);

/**
 * Each part behind its length in four big-endian bytes, texts in UTF-8: no two lists share an encoding. What core's
 * `lengthPrefixed` spells, in one place that is written over by the next call: hash it or copy it at once.
 * Asserts that texts are well formed, as a lone surrogate would be encoded like U+FFFD.
 */
export function framed(...parts: (string | Uint8Array)[]): Uint8Array {
  let bound = 0;
  for (const part of parts) bound += 4 + (typeof part === "string" ? 3 : 1) * part.length;
  if (bound > scratch.length) scratch = new Uint8Array(2 * bound);
  const bytes = scratch;
  let at = 0;
  for (const part of parts) {
    let length = part.length;
    if (typeof part === "string") length = writeText(part, bytes, at + 4);
    else bytes.set(part, at + 4);
    bytes[at] = length >>> 24;
    bytes[at + 1] = length >>> 16;
    bytes[at + 2] = length >>> 8;
    bytes[at + 3] = length;
    at += 4 + length;
  }
  return bytes.subarray(0, at);
}

/** Writes `text` in UTF-8 and says how many bytes it took. */
function writeText(text: string, bytes: Uint8Array, from: number): number {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Nearly every fact is ASCII, which needs no encoder (a third of the time).
    if (unit > 0x7f) {
      assert(text.isWellFormed(), "a committed text is well-formed Unicode");
      return encoder.encodeInto(text, bytes.subarray(from)).written;
    }
    bytes[from + at] = unit;
  }
  return text.length;
}
