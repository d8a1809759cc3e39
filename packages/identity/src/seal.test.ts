import { bytesEqual, fromHex } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { open, seal } from "./seal.ts";

const key = new Uint8Array(32).fill(3);

test("what was sealed opens with its key and in its place only", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, context) => {
      const sealed = seal(key, bytes, context);
      expect(sealed.length).toBe(29 + bytes.length);
      expect(bytesEqual(open(key, sealed, context)!, bytes)).toBe(true);
      expect(open(key, sealed, `${context}x`)).toBeNull();
      expect(open(new Uint8Array(32), sealed, context)).toBeNull();
    }),
  );
});

test("altered in any byte, cut, or anything else: refused", () => {
  const sealed = seal(key, Uint8Array.of(1, 2, 3), "here");
  for (let at = 0; at < sealed.length; at += 1) {
    const altered = Uint8Array.from(sealed);
    altered[at]! ^= 1;
    expect(open(key, altered, "here")).toBeNull();
    expect(open(key, sealed.subarray(0, at), "here")).toBeNull();
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => open(key, bytes, "") === null),
  );
});

test("the same bytes are never sealed alike", () => {
  const texts = Array.from({ length: 100 }, () => Buffer.from(seal(key, key, "")).toString("hex"));
  expect(new Set(texts).size).toBe(100);
});

test("a value sealed by version 1 opens for ever", () => {
  const sealed = "01e9fa9f37ef1352d3fb3c717bfa29baf3256df79281a5b7935108638df43487d6ae766e84";
  expect(Buffer.from(open(key, fromHex(sealed)!, "payers/1")!).toString()).toBe("farthing");
});
