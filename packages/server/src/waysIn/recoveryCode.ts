import { randomBytes } from "node:crypto";
import { concat, utf8 } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { hmacSha256 } from "../payments/hmac.ts";

// Crockford's alphabet: no I, L, O, U to misread.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const groups = 4;
const groupLength = 5;
const length = groups * groupLength;

/** A fresh recovery code: 100 random bits as four groups of five letters and digits. */
export function newRecoveryCode(): string {
  const letters = [...randomBytes(length)].map((byte) => alphabet[byte % 32]).join("");
  const parts = Array.from({ length: groups }, (_, at) =>
    letters.slice(at * groupLength, (at + 1) * groupLength),
  );
  return parts.join("-");
}

/** A code as somebody typed it, in the spelling that is hashed; null: it is none. Misread letters are read as meant. */
export function readRecoveryCode(typed: string): string | null {
  const bare = typed
    .toUpperCase()
    .replaceAll(/[\s\-–—._]/g, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  const isCode = bare.length === length && [...bare].every((letter) => alphabet.includes(letter));
  return isCode ? bare : null;
}

/** What the store keeps of a code: HMAC-SHA-256 under a key of this server. `code` as `readRecoveryCode` spells it. */
export function recoveryCodeHash({ keys }: Pick<Deps, "keys">, code: string): Uint8Array {
  return hmacSha256(keys.fieldKey, concat(utf8("farthing/recovery-code/v1/"), utf8(code)));
}
