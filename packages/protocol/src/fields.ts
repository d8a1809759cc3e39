import { fromBase64url, idToBytes, type IdKind, isAsset, parseAmount, utf8 } from "@farthing/core";
import { z } from "zod";

/** Schemas of single fields. Every text has a stated longest length, checked before anything else. */

/**
 * Given to every length of a text: a wrong length ends the check, and only texts have one. Zod would compare the
 * `length` of anything, and JSON can spell one that throws: `{"length":{"valueOf":1,"toString":1}}`.
 */
export const ofText = {
  abort: true,
  when: ({ value }: { value: unknown }) => typeof value === "string",
};

/** The same for the lengths of lists. */
export const ofList = {
  abort: true,
  when: ({ value }: { value: unknown }) => Array.isArray(value),
};

/** A typed id such as `pay_…`. */
export function idField<Kind extends IdKind>(kind: Kind) {
  return z
    .string()
    .max(40, ofText)
    .refine((text) => idToBytes(kind, text) !== null, `an id of kind ${kind}`);
}

/** Unpadded base64url of exactly `length` bytes. */
export function bytesField(length: number) {
  return z
    .string()
    .max(Math.ceil((length * 4) / 3), ofText)
    .refine((text) => fromBase64url(text)?.length === length, `${length} bytes as base64url`);
}

/** A decimal integer from 0 to 2^63−1, as text. */
export const amountField = z
  .string()
  .max(19, ofText)
  .refine((text) => parseAmount(text) !== null, "a decimal integer up to 2^63−1");

export const assetField = z.string().max(12, ofText).refine(isAsset, "an asset such as PLAY/6");

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

/**
 * An address that mail goes to, at most 254 characters, 64 before the @ (RFC 5321 §4.5.3.1, erratum 1690). ASCII only, no
 * quotes, no spaces, no line ends: nothing in it can become a header of its own.
 */
export const mailAddressField = z
  .string()
  .max(254, ofText)
  .regex(z.regexes.email, "an e-mail address")
  .refine((text) => text.indexOf("@") <= 64, "an e-mail address");

/** An absolute http(s) address of at most 300 characters in normal form, without credentials. */
export const urlField = z
  .string()
  .max(300, ofText)
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
  .max(255, ofText)
  .refine((text) => URL.parse(text)?.origin === text, "an origin such as https://example.com");

/** Words a payer reads: 1 to 120 characters, at most 160 bytes of UTF-8, no control characters. */
export const titleField = z
  .string()
  .min(1, ofText)
  .max(120, ofText)
  .refine(
    (text) => utf8(text).length <= 160 && !/\p{C}/u.test(text),
    "at most 160 bytes, no control characters",
  );
