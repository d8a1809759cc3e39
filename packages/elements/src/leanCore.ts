/**
 * `@farthing/core` as other people's pages load it: the same functions over the browser's own codecs, a third of the
 * bytes. The build puts this in the place of `@farthing/core` (vite.config.ts); leanCore.test.ts holds the two equal.
 */
export * from "@farthing/core";
export { idFromBytes } from "./leanIds.ts";
export { fromBase64url, idToBytes } from "./leanReads.ts";

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

/** Big-endian unsigned integer in exactly `length` bytes. */
export const uintBytes: Core["uintBytes"] = (value, length) =>
  Uint8Array.from({ length }, (_, at) => Number((value >> BigInt(8 * (length - 1 - at))) & 255n));

/** Each part behind its length in four big-endian bytes. */
export const lengthPrefixed: Core["lengthPrefixed"] = (...parts) =>
  Uint8Array.from(parts.flatMap((part) => [...uintBytes(BigInt(part.length), 4), ...part]));
