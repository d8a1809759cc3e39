import fc from "fast-check";
import { expect, test } from "vitest";
import { contentMsMax, quantileOf, secondsOf, stepOf } from "./timeSteps.ts";

test("a step is never shorter than the time in it, and less than a tenth longer", () => {
  fc.assert(
    fc.property(fc.integer({ min: 50, max: contentMsMax }), (ms) => {
      const told = secondsOf(stepOf(ms)) * 1_000;
      expect(told).toBeGreaterThanOrEqual(ms - 0.5);
      expect(told).toBeLessThanOrEqual(ms * 1.1 + 0.5);
    }),
  );
});

test("what is shorter than the first step counts in it, and nothing is longer than ten minutes", () => {
  expect([0, 1, 50].map(stepOf)).toEqual([0, 0, 0]);
  expect(secondsOf(stepOf(contentMsMax))).toBe(600);
});

test("quantiles are those of the nearest rank", () => {
  const counts = new Map([
    [stepOf(100), 19],
    [stepOf(10_000), 1],
  ]);
  expect(quantileOf(counts, 0.5)).toBe(0.1);
  expect(quantileOf(counts, 0.95)).toBe(0.1);
  expect(quantileOf(counts, 0.96)).toBe(secondsOf(stepOf(10_000)));
  expect(quantileOf(new Map(), 0.5)).toBe(null);
});
