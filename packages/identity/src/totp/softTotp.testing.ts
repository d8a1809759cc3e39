import { assert, type Instant } from "@farthing/core";
import { totpCode, totpStepAt } from "./totp.ts";

/** An authenticator app, for tests: the six digits of `key` (base32) at a moment, or some steps of 30 s aside of it. */
export function softTotp(key: string, now: Instant, aside = 0): string {
  return totpCode(readBase32(key), totpStepAt(now) + aside);
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 §6, by code of its own: what the server writes is read by others. */
export function readBase32(text: string): Uint8Array {
  const bits = [...text].map((letter) => {
    const value = alphabet.indexOf(letter);
    assert(value >= 0, "a key is base32");
    return value.toString(2).padStart(5, "0");
  });
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  return Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2));
}
