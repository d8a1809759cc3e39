/**
 * `@farthing/core` as other people's pages load it: the same functions over the browser's own codecs, a third of the
 * bytes. The build puts this in the place of `@farthing/core` (vite.config.ts); leanCore.test.ts holds the two equal.
 */
export * from "@farthing/core";

type Core = typeof import("@farthing/core");

/** States what must hold. */
export const assert: Core["assert"] = (condition, mustHold) => {
  if (!condition) throw new Error(mustHold);
};

/** UTF-8 bytes of `text`. */
export const utf8: Core["utf8"] = (text) => new TextEncoder().encode(text);

/** Base64url without padding (RFC 4648 §5). */
export const toBase64url: Core["toBase64url"] = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** Bytes of a base64url text that the wallet's own server or this frame wrote. */
export const fromBase64url = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
    char.charCodeAt(0),
  );

/** Big-endian unsigned integer in exactly `length` bytes. */
export const uintBytes: Core["uintBytes"] = (value, length) =>
  Uint8Array.from({ length }, (_, at) => Number((value >> BigInt(8 * (length - 1 - at))) & 255n));

/** Each part behind its length in four big-endian bytes. */
export const lengthPrefixed: Core["lengthPrefixed"] = (...parts) =>
  Uint8Array.from(parts.flatMap((part) => [...uintBytes(BigInt(part.length), 4), ...part]));

// Crockford's alphabet, and the prefixes of the two kinds that a frame writes and signs.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const prefixes: Readonly<Record<string, string>> = { grant: "grt_", allowance: "alw_" };

/** The id of a grant whose 16 bytes are `bytes`: 26 characters of five bits. */
export const idFromBytes = (kind: "grant" | "allowance", bytes: Uint8Array): string => {
  let rest = bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  let text = "";
  for (; text.length < 26; rest >>= 5n) text = alphabet.charAt(Number(rest & 31n)) + text;
  return prefixes[kind] + text;
};

/** The 16 bytes of an id that the wallet's own server wrote. */
export const idToBytes = (_kind: "grant" | "allowance", id: string): Uint8Array =>
  uintBytes(
    [...id].slice(4).reduce((value, char) => (value << 5n) | BigInt(alphabet.indexOf(char)), 0n),
    16,
  );
