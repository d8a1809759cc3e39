import { assert } from "@farthing/core";

const encoder = new TextEncoder();

/**
 * Each part behind its length in four big-endian bytes, texts in UTF-8: no two lists share an
 * encoding. What core's `lengthPrefixed` spells, in one allocation: a payment needs seven of these.
 * Asserts that texts are well formed, as a lone surrogate would be encoded like U+FFFD.
 */
export function framed(...parts: (string | Uint8Array)[]): Uint8Array {
  let bound = 0;
  for (const part of parts) bound += 4 + (typeof part === "string" ? 3 : 1) * part.length;
  const bytes = new Uint8Array(bound);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const part of parts) {
    let length = part.length;
    if (typeof part === "string") {
      assert(part.isWellFormed(), "a committed text is well-formed Unicode");
      length = encoder.encodeInto(part, bytes.subarray(at + 4)).written;
    } else {
      bytes.set(part, at + 4);
    }
    view.setUint32(at, length);
    at += 4 + length;
  }
  return bytes.subarray(0, at);
}
