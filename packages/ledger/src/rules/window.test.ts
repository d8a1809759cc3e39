import { expect, test } from "vitest";
import { newLimit } from "../records.testing.ts";
import type { Limit } from "./state.ts";
import { addUse, availableAt, moreAtMs, takeBack, usedAt } from "./window.ts";

/** Two buckets of a second: a use counts until the second after the next two is over. */
const limit = (changes: Partial<Limit> = {}) =>
  newLimit({ window: { bucketMs: 1_000, buckets: 2 }, ...changes });

test("a use counts until its bucket is wholly outside the window, and says when that is", () => {
  const one = limit();
  expect(moreAtMs(one, 0)).toBeNull();
  addUse(one, 60n, 5_999);
  addUse(one, 30n, 6_000);
  expect(moreAtMs(one, 6_000)).toBe(8_000);
  expect(usedAt(one, 7_999)).toBe(90n);
  expect(availableAt(one, 7_999)).toBe(10n);
  expect(usedAt(one, 8_000)).toBe(30n);
  expect(availableAt(one, 8_000)).toBe(70n);
  expect(moreAtMs(one, 8_000)).toBe(9_000);
  expect(usedAt(one, 9_000)).toBe(0n);
  expect(moreAtMs(one, 9_000)).toBeNull();
});

test("uses of one bucket are added up, and what left the window is dropped", () => {
  const one = limit();
  addUse(one, 1n, 5_000);
  addUse(one, 2n, 5_500);
  expect(one.buckets).toEqual([[5, 3n]]);
  addUse(one, 4n, 8_000);
  expect(one.buckets).toEqual([[8, 4n]]);
  expect(one.used).toBe(4n);
});

test("what was given back is not waited for", () => {
  const one = limit();
  addUse(one, 5n, 5_000);
  addUse(one, 6n, 6_000);
  expect(takeBack(one, 9n, 5_100, 6_000)).toBe(5n);
  expect(moreAtMs(one, 6_000)).toBe(9_000);
  expect(takeBack(one, 2n, 6_100, 6_200)).toBe(2n);
  expect(one.used).toBe(4n);
  expect(takeBack(one, 1n, 7_000, 7_000)).toBe(0n);
});

test("without a window a use stays until it is given back or reset", () => {
  const one = limit({ window: null });
  addUse(one, 70n, 0);
  expect(moreAtMs(one, 1e12)).toBeNull();
  expect(availableAt(one, 1e12)).toBe(30n);
  expect(one.buckets).toEqual([]);
  expect(takeBack(one, 80n, 0, 1e12)).toBe(70n);
  expect(one.used).toBe(0n);
});

test("a limit for each use is as large as ever, a closed or expired one is nothing", () => {
  expect(availableAt(limit({ kind: "each", used: 5n }), 0)).toBe(100n);
  expect(availableAt(limit({ closed: true }), 0)).toBe(0n);
  expect(availableAt(limit({ expiresAt: 10 }), 9)).toBe(100n);
  expect(availableAt(limit({ expiresAt: 10 }), 10)).toBe(0n);
  expect(availableAt(limit({ used: 130n, window: null }), 0)).toBe(0n);
});
