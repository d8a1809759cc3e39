import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import type { SigningKey } from "./keys.ts";

/** DER before a seed alone and before a public key (RFC 9881 §6 and §4). */
const seedHeader = Buffer.from("3034020100300b060960864801650304031104228020", "hex");
const publicKeyHeader = Buffer.from("30820532300b06096086480165030403110382052100", "hex");

/** The ML-DSA-44 key (FIPS 204) that `seed`, 32 bytes, makes. Signing takes about 0.6 ms. */
export function mlDsaKey(seed: Uint8Array): SigningKey {
  const key = createPrivateKey({
    key: Buffer.concat([seedHeader, seed]),
    format: "der",
    type: "pkcs8",
  });
  const der = createPublicKey(key).export({ format: "der", type: "spki" });
  return {
    publicKey: new Uint8Array(der.subarray(publicKeyHeader.length)),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  };
}

/** By the bytes that a policy holds: an audit checks thousands of heads by one key, and making it is two fifths of a check. */
const made = new WeakMap<Uint8Array, KeyObject>();

function publicKeyOf(bytes: Uint8Array): KeyObject {
  const known = made.get(bytes);
  if (known !== undefined) return known;
  const der = Buffer.concat([publicKeyHeader, bytes]);
  const key = createPublicKey({ key: der, format: "der", type: "spki" });
  made.set(bytes, key);
  return key;
}

/** Whether `signature` is this ML-DSA-44 key's over `message`, without context. */
export function verifyMlDsa(
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  return verify(null, message, publicKeyOf(publicKey), signature);
}
