import { expect, test } from "vitest";
import { admission } from "./admission.ts";

test("an empty queue takes an entry, however slow the last ones were", () => {
  const gate = admission(100);
  gate.answered(1, 0);
  gate.answered(1, 1_000);
  expect(gate.admits(0, null, 1_000)).toBe(true);
});

test("a queue that is longer than its deadline at the recent rate takes nothing", () => {
  const gate = admission(100);
  for (let ms = 0; ms <= 1_000; ms += 10) gate.answered(10, ms); // one a millisecond
  expect(gate.admits(90, 999, 1_000)).toBe(true);
  expect(gate.admits(120, 999, 1_000)).toBe(false);
});

test("a writer that hangs takes nothing once the oldest entry has waited too long", () => {
  const gate = admission(100);
  expect(gate.admits(1, 0, 100)).toBe(true);
  expect(gate.admits(1, 0, 101)).toBe(false);
});

test("never more than the queue may hold", () => {
  expect(admission(100).admits(50_000, 0, 0)).toBe(false);
});

test("idle time is not slowness: the first burst after a pause is taken", () => {
  const gate = admission(100);
  for (let second = 1; second < 20; second += 1) {
    gate.admits(0, null, second * 1_000);
    gate.answered(1, second * 1_000 + 1);
  }
  expect(gate.admits(64, 20_000, 20_001)).toBe(true);
});
