import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { assert, concat, lengthPrefixed, utf8 } from "@farthing/core";

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts `bytes` for rest: version ‖ 12 random bytes ‖ ciphertext ‖ tag, AES-256-GCM (NIST SP 800-38D).
 * `context` says where the value belongs (table, column, row id): moved elsewhere, it no longer opens.
 * `key` is 32 bytes; with random nonces one key is good for 2^32 values.
 *
 * @example seal(keys.fieldKey, groupKey, `payers/group_key/${payerId}`)
 */
export function seal(key: Uint8Array, bytes: Uint8Array, context: string): Uint8Array {
  assert(key.length === 32, "a field key is 32 bytes");
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(associated(context));
  const sealed = [cipher.update(bytes), cipher.final()];
  return concat(Uint8Array.of(version), nonce, ...sealed, cipher.getAuthTag());
}

/** The bytes that {@link seal} took, or `null`: altered, under another key, or of another context. */
export function open(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array | null {
  assert(key.length === 32, "a field key is 32 bytes");
  if (sealed[0] !== version || sealed.length < 1 + nonceBytes + tagBytes) return null;
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const cipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(associated(context));
  cipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    const body = sealed.subarray(1 + nonceBytes, -tagBytes);
    return concat(cipher.update(body), cipher.final());
  } catch {
    // The tag does not fit: node reports it by throwing.
    return null;
  }
}

function associated(context: string): Uint8Array {
  return lengthPrefixed(utf8("farthing/sealed/v1"), utf8(context));
}
