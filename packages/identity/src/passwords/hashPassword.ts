import { argon2 } from "node:crypto";
import { promisify } from "node:util";
import { assert } from "@farthing/core";

/** Bytes of a salt, at least (RFC 9106 §3.1). */
const saltBytes = 16;

const derive = promisify(argon2);

/**
 * What is stored in place of a password: Argon2id (RFC 9106), 32 bytes, with 19 MiB, two passes and one lane, about 50 ms
 * on a thread of its own (OWASP Password Storage Cheat Sheet, 2025). `password` in the form that is always hashed
 * (`plainPassword`); `salt`: 16 random bytes of this password alone.
 */
export async function hashPassword(password: string, salt: Uint8Array): Promise<Uint8Array> {
  assert(salt.length >= saltBytes, "a salt is at least 16 bytes");
  return derive("argon2id", {
    message: password,
    nonce: salt,
    parallelism: 1,
    tagLength: 32,
    memory: 19 * 1_024,
    passes: 2,
  });
}
