import { expect, test } from "vitest";
import { newLag } from "./lag.ts";

/** A lag under a clock that the test turns. */
function turned() {
  let now = 0;
  return { lag: newLag(() => now), pass: (ms: number) => (now += ms) };
}

test("the age of the oldest that is not shown, also where there is always something", () => {
  const { lag, pass } = turned();
  expect(lag.ms()).toBe(0);
  for (let seq = 1n; seq <= 100n; seq += 1n) {
    lag.committed(seq);
    pass(100);
    lag.shown(seq - 1n);
  }
  expect(lag.ms()).toBe(100);
  pass(2_000);
  expect(lag.ms()).toBe(2_100);
  lag.shown(100n);
  expect(lag.ms()).toBe(0);
});

test("what was told before, or is shown already, waits for nothing", () => {
  const { lag, pass } = turned();
  lag.shown(5n);
  lag.committed(5n);
  expect(lag.ms()).toBe(0);
  lag.committed(6n);
  pass(300);
  lag.committed(6n);
  expect(lag.ms()).toBe(300);
});

test("a store that stands still for hours is told as old as it is", () => {
  const { lag, pass } = turned();
  for (let seq = 1n; seq <= 5_000n; seq += 1n) {
    lag.committed(seq);
    pass(1_000);
  }
  expect(lag.ms()).toBe(5_000_000);
  lag.shown(4_999n);
  expect(lag.ms()).toBeGreaterThan(1_000);
});
