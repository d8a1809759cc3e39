import { expect, test } from "vitest";
import { newBoundedCache } from "./boundedCache.ts";

test("the value that was not read for longest goes first", () => {
  const cache = newBoundedCache<number>(2);
  cache.set("a", 1);
  cache.set("b", 2);
  expect(cache.get("a")).toBe(1);
  cache.set("c", 3);
  expect([cache.get("a"), cache.get("b"), cache.get("c"), cache.size]).toEqual([
    1,
    undefined,
    3,
    2,
  ]);
});

test("a value set again replaces and does not push another out", () => {
  const cache = newBoundedCache<number>(2);
  cache.set("a", 1);
  cache.set("b", 2);
  cache.set("a", 3);
  expect([cache.get("a"), cache.get("b"), cache.size]).toEqual([3, 2, 2]);
});
