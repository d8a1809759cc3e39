/**
 * Times are counted in steps, eight to each doubling from 50 ms on, so that quantiles of any days, merchants and tiers add
 * up and are off by less than a tenth (as HdrHistogram keeps them).
 */
const firstMs = 50;
const perDoubling = 8;

/** The longest time from a press to the content that is told, in milliseconds: who waits longer counts as this long. */
export const contentMsMax = 600_000;

/** The step that holds a time of so many milliseconds. */
export function stepOf(ms: number): number {
  return Math.max(0, Math.ceil(perDoubling * Math.log2(Math.max(firstMs, ms) / firstMs)));
}

/** The longest time of a step, in seconds to the millisecond. */
export function secondsOf(step: number): number {
  return Math.round(Math.min(contentMsMax, firstMs * 2 ** (step / perDoubling))) / 1_000;
}

/** The time that `part` (0 to 1) of all do not exceed, in seconds, by nearest rank; null: there are none. */
export function quantileOf(counts: ReadonlyMap<number, number>, part: number): number | null {
  const steps = [...counts].toSorted(([a], [b]) => a - b);
  let left = Math.ceil(part * steps.reduce((sum, [, count]) => sum + count, 0));
  for (const [step, count] of steps) {
    left -= count;
    if (left <= 0) return secondsOf(step);
  }
  return null;
}
