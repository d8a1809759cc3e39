import { toHex } from "@farthing/core";
import { expect, test } from "vitest";
import { hashPassword } from "./hashPassword.ts";

const salt = new Uint8Array(16).fill(7);

test("the same password and salt make the same 32 bytes; one letter or another salt makes others", async () => {
  const [one, again, other, salted] = await Promise.all([
    hashPassword("correct horse", salt),
    hashPassword("correct horse", salt),
    hashPassword("correct hors3", salt),
    hashPassword("correct horse", new Uint8Array(16).fill(8)),
  ]);
  expect(one).toHaveLength(32);
  expect(toHex(again)).toBe(toHex(one));
  expect(new Set([one, other, salted].map(toHex)).size).toBe(3);
});

// Made with the reference implementation's parameters: a hash that is stored must be read by later versions too.
test("its parameters stay: a stored hash fits after every update", async () => {
  expect(toHex(await hashPassword("x", new Uint8Array(16)))).toBe(
    "751cd8f367e071e5892aab2d94007ab27e7a758ade929b51a583ea6d1d656508",
  );
});

test("a short salt is a bug", async () => {
  await expect(hashPassword("x", new Uint8Array(8))).rejects.toThrow("at least 16 bytes");
});
