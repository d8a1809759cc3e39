import { assert } from "./assert.ts";
import { type Instant, instant } from "./clock.ts";
import { bytesToUint, uintBytes } from "./bytes.ts";

/** Every kind of thing with an id, and its prefix. */
export const idPrefixes = {
  payer: "pyr",
  merchant: "mer",
  payment: "pay",
  allowance: "alw",
  grant: "grt",
  device: "dev",
  family: "fam",
  passkey: "pky",
  session: "ses",
  receipt: "rcp",
  offer: "off",
  topUp: "top",
  mail: "mal",
  recovery: "rcv",
} as const;

/** A kind of thing that has an id. */
export type IdKind = keyof typeof idPrefixes;

/** A typed, sortable id: prefix, underscore, 26 base32 characters of 16 bytes (a UUIDv7's layout). */
export type Id<Kind extends IdKind> = `${(typeof idPrefixes)[Kind]}_${string}`;

/** A person who pays. */
export type PayerId = Id<"payer">;
/** A business that sells. */
export type MerchantId = Id<"merchant">;
/** A payment: the 16 bytes of its journal entry's id. */
export type PaymentId = Id<"payment">;
/** A payer's standing permission for one merchant. */
export type AllowanceId = Id<"allowance">;
/** A request for an allowance. */
export type GrantId = Id<"grant">;
/** A key that may pay under an allowance. */
export type DeviceId = Id<"device">;

// Crockford's alphabet: no i, l, o, u to misread.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** The id of `kind` whose 16 bytes are `bytes`. */
export function idFromBytes<Kind extends IdKind>(kind: Kind, bytes: Uint8Array): Id<Kind> {
  assert(bytes.length === 16, "an id is 16 bytes");
  let text = "";
  let group = 0;
  // 26 characters hold 130 bits: the first two are zero.
  let bits = 2;
  for (const byte of bytes) {
    group = ((group << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5;) {
      bits -= 5;
      text += alphabet[(group >> bits) & 31];
    }
  }
  return `${idPrefixes[kind]}_${text}`;
}

/** The 16 bytes of an id of `kind`, or `null` if `text` is not one. */
export function idToBytes(kind: IdKind, text: string): Uint8Array | null {
  const prefix = `${idPrefixes[kind]}_`;
  if (!text.startsWith(prefix) || text.length !== prefix.length + 26) return null;
  const bytes = new Uint8Array(16);
  let group = 0;
  let bits = -2;
  let at = 0;
  for (const char of text.slice(prefix.length)) {
    const digit = alphabet.indexOf(char);
    if (digit < 0 || (bits < 0 && digit > 7)) return null;
    group = ((group << 5) | digit) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = group >> bits;
    at += 1;
  }
  return bytes;
}

/** A fresh id: 48 bits of time, then random bits (RFC 9562 §5.7, UUIDv7). */
export function newId<Kind extends IdKind>(kind: Kind, now: Instant): Id<Kind> {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes.set(uintBytes(BigInt(now), 6), 0);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return idFromBytes(kind, bytes);
}

/** The time inside 16 id bytes: their first 48 bits are milliseconds. */
export function idTime(bytes: Uint8Array): Instant {
  return instant(Number(bytesToUint(bytes.subarray(0, 6))));
}

/** The 128-bit number that an id of `kind` spells, as the ledger keys it. Asserts that it is one. */
export function idToUint(kind: IdKind, text: string): bigint {
  const bytes = idToBytes(kind, text);
  assert(bytes !== null, `an id of ${kind}`);
  return bytesToUint(bytes);
}

/** The id of `kind` that a 128-bit number spells. */
export function idFromUint<Kind extends IdKind>(kind: Kind, value: bigint): Id<Kind> {
  return idFromBytes(kind, uintBytes(value, 16));
}
