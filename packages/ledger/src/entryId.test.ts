import { createHash } from "node:crypto";
import { bytesEqual, instant } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { deriveEntryId, entryOf, placeOf, transferId } from "./entryId.ts";

test("48 bits of time, then 74 bits of SHA-256 over payer, key and leg, each behind its length, then room for 64 transfers", () => {
  const prefixed = Buffer.from(
    `00000010${"00".repeat(15)}07${"00000003"}${"0a0b0c"}${"00000004"}${"00000002"}`,
    "hex",
  );
  const digest = createHash("sha256").update(prefixed).digest("hex").slice(0, 20);
  const time = instant(0x0123_4567_89ab);
  const key = Uint8Array.of(10, 11, 12);
  const hash = (BigInt(`0x${digest}`) >> 6n) << 6n;
  const id = deriveEntryId({ time, payer: 7n, key, leg: 2 });
  expect(id).toBe((0x0123_4567_89abn << 80n) | hash);
  expect([transferId(id, 0), transferId(id, 63)]).toEqual([id, id + 63n]);
  expect(entryOf(id + 63n)).toBe(id);
  expect(placeOf(id + 63n)).toBe(63);
  expect(() => transferId(id, 64)).toThrow("at most 64 transfers");
});

test("sorted by time, and another for every other payer, key or leg", () => {
  const one = fc.record({
    time: fc.nat().map(instant),
    payer: fc.bigInt(0n, 3n),
    key: fc.uint8Array({ maxLength: 2 }),
    leg: fc.nat({ max: 2 }),
  });
  fc.assert(
    fc.property(one, one, (a, b) => {
      const [left, right] = [deriveEntryId(a), deriveEntryId(b)];
      if (a.time !== b.time) return left < right === a.time < b.time;
      const equal = a.payer === b.payer && a.leg === b.leg && bytesEqual(a.key, b.key);
      return (left === right) === equal;
    }),
  );
});
