import { assert } from "@farthing/core";
import { type Hash, hashLength } from "./hash.ts";

const blockLength = 64;
/** Longest message, in bytes: a salt's is a tenth of it. */
const messageMax = 1_024;

// Reused as in hash.ts: every payment needs three.
const inner = new Uint8Array(blockLength + messageMax);
const outer = new Uint8Array(blockLength + hashLength);
inner.fill(0x36, hashLength, blockLength);
outer.fill(0x5c, hashLength, blockLength);

/**
 * HMAC-SHA-256 (RFC 2104) under a 32-byte key. Built on `hash` because node:crypto's costs five times
 * as much with sodium's hash at hand, and every payment needs three. `message` is at most 1,024 bytes.
 */
export function hmac(hash: Hash, key: Uint8Array, message: Uint8Array): Uint8Array {
  assert(key.length === hashLength, "a key is 32 bytes");
  assert(message.length <= messageMax, "a message is at most 1,024 bytes");
  for (let at = 0; at < hashLength; at += 1) {
    const byte = key[at] ?? 0;
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  inner.set(message, blockLength);
  outer.set(hash(inner.subarray(0, blockLength + message.length)), blockLength);
  return hash(outer);
}
