import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { assert, concat, utf8 } from "@farthing/core";

const nonceLength = 12;
const tagLength = 16;

/**
 * Encrypts a secret for a column of the store (AES-256-GCM, random nonce: NIST SP 800-38D §8.2.2).
 * `place` says whose secret it is, so that rows cannot be swapped: the same text is needed to open it.
 */
export function seal(fieldKey: Uint8Array, place: string, secret: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", fieldKey, nonce);
  cipher.setAAD(utf8(place));
  return concat(nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag());
}

/** The secret that `seal` hid. A wrong key, place or byte is a bug of ours or a broken disk: it throws. */
export function unseal(fieldKey: Uint8Array, place: string, sealed: Uint8Array): Uint8Array {
  assert(sealed.length >= nonceLength + tagLength, "sealed bytes hold a nonce and a tag");
  const decipher = createDecipheriv("aes-256-gcm", fieldKey, sealed.subarray(0, nonceLength));
  decipher.setAAD(utf8(place));
  decipher.setAuthTag(sealed.subarray(-tagLength));
  const body = sealed.subarray(nonceLength, -tagLength);
  return concat(decipher.update(body), decipher.final());
}
