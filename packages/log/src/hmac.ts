import { assert } from "@farthing/core";
import { type Hash, hashLength } from "./hash.ts";

const blockLength = 64;

/**
 * HMAC-SHA-256 (RFC 2104) under a 32-byte key. Built on `hash` because node:crypto's costs five times
 * as much with sodium's hash at hand, and every payment needs three.
 */
export function hmac(hash: Hash, key: Uint8Array, message: Uint8Array): Uint8Array {
  assert(key.length === hashLength, "a key is 32 bytes");
  const inner = new Uint8Array(blockLength + message.length);
  const outer = new Uint8Array(blockLength + hashLength);
  for (let at = 0; at < blockLength; at += 1) {
    const byte = key[at] ?? 0;
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  inner.set(message, blockLength);
  outer.set(hash(inner), blockLength);
  return hash(outer);
}
