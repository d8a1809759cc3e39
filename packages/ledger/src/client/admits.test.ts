import { expect, test } from "vitest";
import { admits } from "./admits.ts";

test.each([
  ["an empty queue takes an entry", { waiting: 0, inLane: 0, oldestAt: null, now: 9_999 }, true],
  ["a moving queue takes an entry", { waiting: 499, inLane: 249, oldestAt: 900, now: 1_000 }, true],
  ["the oldest has waited too long", { waiting: 1, inLane: 0, oldestAt: 899, now: 1_000 }, false],
  [
    "more than can be written in time",
    { waiting: 500, inLane: 0, oldestAt: 1_000, now: 1_000 },
    false,
  ],
  ["one lane fills half of it", { waiting: 250, inLane: 250, oldestAt: 1_000, now: 1_000 }, false],
  ["and leaves the rest to others", { waiting: 250, inLane: 0, oldestAt: 1_000, now: 1_000 }, true],
])("%s", (_name, queue, admitted) => {
  expect(admits(queue, 100)).toBe(admitted);
});
