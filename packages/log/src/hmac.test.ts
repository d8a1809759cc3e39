import { createHash, createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hmac } from "./hmac.ts";

const sha256 = (data: Uint8Array) => new Uint8Array(createHash("sha256").update(data).digest());

test("is node:crypto's HMAC-SHA-256 for every 32-byte key", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uint8Array(),
      (key, message) => {
        const theirs = createHmac("sha256", key).update(message).digest("hex");
        expect(Buffer.from(hmac(sha256, key, message)).toString("hex")).toBe(theirs);
      },
    ),
  );
});

test("refuses a key of another length", () => {
  for (const length of [0, 31, 33, 64]) {
    expect(() => hmac(sha256, new Uint8Array(length), new Uint8Array(1))).toThrow("32 bytes");
  }
});
