import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesToUint, fromBase64url, toBase64url, uintBytes } from "./bytes.ts";

test("base64url: what Node's own codec writes, and back (RFC 4648 §5)", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = toBase64url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64url"));
      expect(fromBase64url(text)).toEqual(bytes);
    }),
  );
});

const letters = fc
  .array(fc.oneof(fc.nat({ max: 300 }), fc.integer({ min: 45, max: 122 })), { maxLength: 12 })
  .map((codes) => String.fromCharCode(...codes));

test("base64url: one text for each bytes, and no other letter (RFC 4648 §3.5)", () => {
  fc.assert(
    fc.property(letters, (text) => {
      const bytes = fromBase64url(text);
      expect(bytes === null || toBase64url(bytes) === text).toBe(true);
    }),
  );
  for (const text of ["A", "AB", "AAB", "AA=", "A A", "AA\n", "AA+", "AA/", "éA", "AA\u0141"]) {
    expect([text, fromBase64url(text)]).toEqual([text, null]);
  }
  expect(fromBase64url("")).toEqual(new Uint8Array(0));
  expect(fromBase64url("_-8")).toEqual(Uint8Array.of(0xff, 0xef));
});

test("integers as bytes, at every length", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 20 }),
      fc.bigInt({ min: 0n, max: (1n << 160n) - 1n }),
      (length, any) => {
        const value = any & ((1n << BigInt(8 * length)) - 1n);
        const bytes = uintBytes(value, length);
        expect([bytes.length, bytesToUint(bytes)]).toEqual([length, value]);
      },
    ),
  );
  expect(uintBytes(0x010203040506n, 6)).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
  expect(() => uintBytes(256n, 1)).toThrow("integer fits 1 bytes");
});
