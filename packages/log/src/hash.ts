import { assert } from "@farthing/core";

/**
 * SHA-256 (FIPS 180-4), passed in: sodium on servers, a pure one in browsers.
 * Gets bytes that are overwritten after it returns, so it must not keep them.
 */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/** Length of every hash in the log, in bytes. */
export const hashLength = 32;

// One buffer each for the two shapes hashed on every payment: an array over 64 bytes costs V8 an
// allocation outside its heap, and the hash is synchronous, so nobody else can see these.
const leafInput = new Uint8Array(1 + hashLength);
const nodeInput = new Uint8Array(1 + 2 * hashLength);
nodeInput[0] = 0x01;

/** The hash of a tree without leaves: that of no bytes (RFC 6962 §2.1). */
export function emptyRoot(hash: Hash): Uint8Array {
  return hash(new Uint8Array(0));
}

/** The hash of a leaf that holds `data`: H(0x00 ‖ data) (RFC 6962 §2.1). */
export function leafHash(hash: Hash, data: Uint8Array): Uint8Array {
  const input = data.length === hashLength ? leafInput : new Uint8Array(1 + data.length);
  input.set(data, 1);
  return hash(input);
}

/** The hash of a node over two 32-byte hashes: H(0x01 ‖ left ‖ right) (RFC 6962 §2.1). */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  assert(left.length === hashLength && right.length === hashLength, "a node joins two hashes");
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + hashLength);
  return hash(nodeInput);
}
