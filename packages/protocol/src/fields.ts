import { fromBase64url, idToBytes, type IdKind, isAsset, parseAmount, utf8 } from "@farthing/core";
import { z } from "zod";

/** Schemas of single fields. Every text has a stated longest length, checked before anything else. */

/** A typed id such as `pay_…`. */
export function idField<Kind extends IdKind>(kind: Kind) {
  return z
    .string()
    .max(40)
    .refine((text) => idToBytes(kind, text) !== null, `an id of kind ${kind}`);
}

/** Unpadded base64url of exactly `length` bytes. */
export function bytesField(length: number) {
  return z
    .string()
    .max(Math.ceil((length * 4) / 3))
    .refine((text) => fromBase64url(text)?.length === length, `${length} bytes as base64url`);
}

/** A decimal integer from 0 to 2^63−1, as text. */
export const amountField = z
  .string()
  .max(19)
  .refine((text) => parseAmount(text) !== null, "a decimal integer up to 2^63−1");

export const assetField = z.string().max(12).refine(isAsset, "an asset such as PLAY/6");

export const moneyField = z.strictObject({ amount: amountField, asset: assetField });

/** Milliseconds since 1970, a whole number that fits 48 bits. */
export const instantField = z
  .number()
  .int()
  .min(0)
  .max(2 ** 48 - 1);

/** Seconds since 1970 (RFC 7519 NumericDate, whole). */
export const secondsField = z
  .number()
  .int()
  .min(0)
  .max(2 ** 38);

/** An absolute http(s) address of at most 300 characters in normal form, without credentials. */
export const urlField = z
  .string()
  .max(300)
  .refine((text) => {
    const url = URL.parse(text);
    return (
      url !== null &&
      url.href === text &&
      /^https?:$/.test(url.protocol) &&
      url.username === "" &&
      url.password === ""
    );
  }, "an absolute http or https address");

/** A site's origin, as browsers spell it. */
export const originField = z
  .string()
  .max(255)
  .refine((text) => URL.parse(text)?.origin === text, "an origin such as https://example.com");

/** Words a payer reads: 1 to 120 characters, at most 160 bytes of UTF-8, no control characters. */
export const titleField = z
  .string()
  .min(1)
  .max(120)
  .refine(
    (text) => utf8(text).length <= 160 && !/\p{C}/u.test(text),
    "at most 160 bytes, no control characters",
  );
