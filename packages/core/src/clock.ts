/** Milliseconds since 1970-01-01T00:00Z. Branded, so that a duration is never taken for a moment. */
export type Instant = number & { readonly __brand: "Instant" };

/** Where a part of Farthing reads the time. Passed in, so that tests can turn it. */
export interface Clock {
  now(): Instant;
}

/** The machine's clock: the only reader of `Date.now` in the house. */
export const systemClock: Clock = { now: () => Date.now() as Instant };

/** The moment `ms` milliseconds after 1970-01-01T00:00Z. */
export function instant(ms: number): Instant {
  return ms as Instant;
}

/** The moment `ms` milliseconds later. */
export function later(from: Instant, ms: number): Instant {
  return (from + ms) as Instant;
}

/** Durations in milliseconds. */
export const second = 1_000;
/** A minute in milliseconds. */
export const minute = 60 * second;
/** An hour in milliseconds. */
export const hour = 60 * minute;
/** 24 hours in milliseconds: on every screen "day" means the last 24 hours. */
export const day = 24 * hour;
