import fc from "fast-check";
import { expect, test } from "vitest";
import { instant } from "./clock.ts";
import { idFromBytes, idFromUint, idTime, idToBytes, idToUint, newId } from "./ids.ts";
import { bytesEqual, fromBase64url, fromHex, toBase64url, toHex } from "./bytes.ts";

const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });

test("id → bytes → id, sorted as the bytes are", () => {
  fc.assert(
    fc.property(sixteen, sixteen, (a, b) => {
      const [left, right] = [idFromBytes("payment", a), idFromBytes("payment", b)];
      expect(idToBytes("payment", left)).toEqual(a);
      expect(idFromUint("payment", idToUint("payment", left))).toBe(left);
      expect(Math.sign(Buffer.compare(a, b))).toBe(left < right ? -1 : left > right ? 1 : 0);
    }),
  );
});

test("a fresh id carries its time", () => {
  const id = newId("payer", instant(1_795_000_000_123));
  expect(id).toMatch(/^pyr_[0-9a-hjkmnp-tv-z]{26}$/);
  expect(idTime(idToBytes("payer", id) ?? new Uint8Array())).toBe(1_795_000_000_123);
});

test("another kind's id, or any other text, is not an id", () => {
  expect(idToBytes("payer", newId("payment", instant(0)))).toBeNull();
  expect(idToBytes("payer", `pyr_${"z".repeat(26)}`)).toBeNull();
  fc.assert(fc.property(fc.string(), (text) => idToBytes("payer", text) === null));
});

test("hex and base64url survive the way there and back, and refuse everything else", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(bytesEqual(fromHex(toHex(bytes)) ?? new Uint8Array([1]), bytes)).toBe(true);
      expect(bytesEqual(fromBase64url(toBase64url(bytes)) ?? new Uint8Array([1]), bytes)).toBe(
        true,
      );
    }),
  );
  fc.assert(
    fc.property(
      fc.string(),
      (text) =>
        fromBase64url(text) === null ||
        toBase64url(fromBase64url(text) ?? new Uint8Array()) === text,
    ),
  );
  expect(fromBase64url("AB")).toBeNull();
});
