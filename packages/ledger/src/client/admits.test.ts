import { expect, test } from "vitest";
import { admits } from "./admits.ts";

test.each([
  ["an empty queue takes an entry", { waiting: 0, oldestAt: null, now: 9_999 }, true],
  ["a moving queue takes an entry", { waiting: 499, oldestAt: 900, now: 1_000 }, true],
  ["the oldest has waited too long", { waiting: 1, oldestAt: 899, now: 1_000 }, false],
  ["more than can be written in time", { waiting: 500, oldestAt: 1_000, now: 1_000 }, false],
])("%s", (_name, queue, admitted) => {
  expect(admits(queue, 100)).toBe(admitted);
});
