import * as core from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as lean from "./leanCore.ts";

const bytes = fc.uint8Array({ maxLength: 100 });
const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });

test("the frame's codecs write what the house's codecs write", () => {
  fc.assert(
    fc.property(bytes, bytes, fc.string(), (one, two, text) => {
      expect(lean.toBase64url(one)).toBe(core.toBase64url(one));
      expect(lean.lengthPrefixed(one, two)).toEqual(core.lengthPrefixed(one, two));
      expect(lean.utf8(text)).toEqual(core.utf8(text));
    }),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (value) => {
      expect(lean.uintBytes(value, 8)).toEqual(core.uintBytes(value, 8));
    }),
  );
});

test("and read what the house wrote", () => {
  fc.assert(
    fc.property(bytes, sixteen, (any, id) => {
      expect(lean.fromBase64url(core.toBase64url(any))).toEqual(any);
      expect(lean.idFromBytes("grant", id)).toBe(core.idFromBytes("grant", id));
      expect(lean.idToBytes("allowance", core.idFromBytes("allowance", id))).toEqual(id);
    }),
  );
});

test("what must hold still stops", () => {
  expect(() => lean.assert(false, "it holds")).toThrow("it holds");
  expect(() => lean.assert(1, "it holds")).not.toThrow();
});
