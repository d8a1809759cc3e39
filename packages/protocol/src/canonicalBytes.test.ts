import { instant, newId, toBase64url, toHex } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Authorization, authorizationBytes } from "./authorization.ts";
import { proofBytes } from "./deviceProof.ts";
import { Terms, termsBytes } from "./terms.ts";

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((one) => toBase64url(one));
const moment = fc.nat(2 ** 30).map((ms) => instant(ms));
const amount = fc.bigInt(0n, (1n << 63n) - 1n).map(String);

const authorization: fc.Arbitrary<Authorization> = fc.record({
  offer: bytes(32),
  allowance: moment.map((at) => newId("allowance", at)),
  counter: fc.integer({ min: 1, max: 2 ** 48 }),
  nonce: bytes(16),
  time: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  notAfter: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  gesture: fc.constant("click"),
});

const terms = fc.record({
  nonce: bytes(32),
  grant: moment.map((at) => newId("grant", at)),
  merchant: moment.map((at) => newId("merchant", at)),
  offer: bytes(32),
  amount,
  asset: fc.constantFrom("PLAY/6", "USD/6"),
  choice: fc.constantFrom("allow", "once"),
  limits: fc.option(
    fc.record({ perClick: amount, per24h: amount, total: amount, expiresAt: fc.nat() }),
  ),
  device: fc.option(bytes(32)),
});

/** Two values, and a third that is the first with one field of the second. */
function oneFieldFrom<T extends object>(left: T, right: T, pick: number): T {
  const keys = Object.keys(left);
  const key = keys[pick % keys.length]!;
  return { ...left, [key]: Reflect.get(right, key) as unknown };
}

test("two authorizations have the same bytes only if they say the same in every field", () => {
  fc.assert(
    fc.property(authorization, authorization, fc.nat(), (left, right, pick) => {
      const mixed = oneFieldFrom(left, right, pick);
      const same = JSON.stringify(mixed) === JSON.stringify(left);
      expect(toHex(authorizationBytes(mixed)) === toHex(authorizationBytes(left))).toBe(same);
    }),
  );
});

test("two terms have the same bytes only if they say the same in every field", () => {
  fc.assert(
    fc.property(terms, terms, fc.nat(), (left, right, pick) => {
      const mixed = Terms.parse(oneFieldFrom<object>(left, right, pick));
      const same = JSON.stringify(mixed) === JSON.stringify(left);
      expect(toHex(termsBytes(mixed)) === toHex(termsBytes(Terms.parse(left)))).toBe(same);
    }),
  );
});

test("no proof's bytes are another's, nor an authorization's or terms'", () => {
  const purpose = fc.constantFrom("hello", "grant", "grant-events", "grant-result", "undo");
  const proof = fc.record({ purpose, subject: fc.string(), time: fc.nat() });
  fc.assert(
    fc.property(proof, proof, authorization, terms, (left, right, authorized, agreed) => {
      const same = JSON.stringify(left) === JSON.stringify(right);
      // Lone surrogates are one and the same in UTF-8; ids and hashes hold none.
      fc.pre(left.subject.isWellFormed() && right.subject.isWellFormed());
      expect(toHex(proofBytes(left)) === toHex(proofBytes(right))).toBe(same);
      const all = [
        proofBytes(left),
        authorizationBytes(authorized),
        termsBytes(Terms.parse(agreed)),
      ];
      expect(new Set(all.map(toHex)).size).toBe(3);
    }),
  );
});
