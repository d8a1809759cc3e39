import { expect, test } from "vitest";
import { newBoundedCache } from "./boundedCache.ts";

test("what is read again stays; what was not read for long goes; never more than the bound", () => {
  const cache = newBoundedCache<number>(100);
  cache.set("kept", 1);
  cache.set("gone", 2);
  for (let at = 0; at < 1_000; at += 1) {
    cache.set(`key ${at}`, at);
    expect(cache.get("kept")).toBe(1);
    expect(cache.size).toBeLessThanOrEqual(100);
  }
  expect(cache.get("gone")).toBeUndefined();
  expect(cache.get("key 999")).toBe(999);
});

test("a value set again replaces the first; a deleted one is gone from both generations", () => {
  const cache = newBoundedCache<number>(4);
  cache.set("a", 1);
  cache.set("b", 2);
  cache.set("a", 3);
  expect([cache.get("a"), cache.get("b")]).toEqual([3, 2]);
  cache.delete("a");
  cache.delete("b");
  expect([cache.get("a"), cache.get("b"), cache.size]).toEqual([undefined, undefined, 0]);
});

test("a peek finds both generations and keeps nothing", () => {
  const cache = newBoundedCache<number>(4);
  cache.set("a", 1);
  cache.set("b", 2);
  expect(cache.peek("a")).toBe(1);
  cache.set("c", 3);
  cache.set("d", 4);
  expect([cache.peek("a"), cache.peek("d")]).toEqual([undefined, 4]);
});
