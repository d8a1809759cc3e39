import { generateKeyPairSync, sign, verify } from "node:crypto";
import { toBase64url, utf8 } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeJws, encodeJws, jwsLengthMax } from "./jws.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const head = { typ: "farthing-offer+jwt", kid: "k" };
const signed = (payload: object) =>
  encodeJws(head, payload, (bytes) => sign(null, bytes, privateKey));
const believed = (text: string): boolean => {
  const jws = decodeJws(text);
  return jws !== null && verify(null, jws.signed, publicKey, jws.signature);
};

test("what was encoded is decoded, and its signature covers head and body", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (payload) => {
      const text = signed(payload);
      fc.pre(text.length <= jwsLengthMax);
      expect(decodeJws(text)?.header).toEqual({ alg: "EdDSA", ...head });
      expect(JSON.stringify(decodeJws(text)?.payload)).toBe(JSON.stringify(payload));
      expect(believed(text)).toBe(true);
    }),
  );
});

test("altered in any character, cut or prolonged: refused", () => {
  const text = signed({ amount: "50000", title: "The price of salt" });
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=".split("");
  let altered = 0;
  for (let at = 0; at < text.length; at += 1) {
    expect(believed(text.slice(0, at))).toBe(false);
    for (const char of alphabet.filter((one) => one !== text[at])) {
      altered += believed(text.slice(0, at) + char + text.slice(at + 1)) ? 1 : 0;
    }
  }
  for (const char of [...alphabet, " ", "\n", "\0"]) expect(believed(text + char)).toBe(false);
  expect(altered).toBe(0);
  expect(believed(text)).toBe(true);
});

test("any text, and any three parts, are decoded or refused, never thrown on", () => {
  const part = fc.oneof(
    fc.string(),
    fc.jsonValue().map((value) => toBase64url(utf8(JSON.stringify(value)))),
    fc.uint8Array({ maxLength: 80 }).map(toBase64url),
    fc.uint8Array({ minLength: 64, maxLength: 64 }).map(toBase64url),
  );
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 500 }),
    fc.array(part, { maxLength: 5 }).map((parts) => parts.join(".")),
  );
  fc.assert(
    fc.property(text, (any) => {
      const jws = decodeJws(any);
      expect(jws === null || jws.signature.length === 64).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test("a long text is refused by its length, before anything in it is read", () => {
  const longest = "x".repeat(jwsLengthMax - signed({ title: "" }).length);
  expect(believed(signed({ title: longest.slice(0, Math.floor(longest.length * 0.74)) }))).toBe(
    true,
  );
  expect(decodeJws(signed({ title: longest }))).toBeNull();
  expect(decodeJws(".".repeat(10_000_000))).toBeNull();
});
