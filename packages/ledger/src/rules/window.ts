import type { Bucket, Limit } from "./state.ts";

/** Engine nanoseconds to the milliseconds that windows and expiries count in. */
export function toMs(timestamp: bigint): number {
  return Number(timestamp / 1_000_000n);
}

/** The bucket that `ms` falls into. */
function bucketIndex(limit: Limit, ms: number): number {
  return limit.window === null ? 0 : Math.floor(ms / limit.window.bucketMs);
}

/**
 * The buckets that still count at `ms`: one is given back only when wholly outside the window, so a
 * window of n buckets keeps up to n + 1 and never forgets a use early.
 */
function liveBuckets(limit: Limit, ms: number): readonly Bucket[] {
  if (limit.window === null) return limit.buckets;
  const oldest = bucketIndex(limit, ms) - limit.window.buckets;
  const first = limit.buckets[0];
  if (first === undefined || first[0] >= oldest) return limit.buckets;
  return limit.buckets.filter(([index]) => index >= oldest);
}

/** What of the limit is used at `ms`. */
export function usedAt(limit: Limit, ms: number): bigint {
  if (limit.window === null) return limit.used;
  const live = liveBuckets(limit, ms);
  if (live === limit.buckets) return limit.used;
  return live.reduce((sum, [, used]) => sum + used, 0n);
}

/** What one more use may be at `ms`. */
export function availableAt(limit: Limit, ms: number): bigint {
  if (limit.closed || (limit.expiresAt !== null && ms >= limit.expiresAt)) return 0n;
  if (limit.kind === "each") return limit.max;
  const rest = limit.max - usedAt(limit, ms);
  return rest > 0n ? rest : 0n;
}

/** When the oldest use leaves the window and is given back; `null` without a window or a use. */
export function moreAtMs(limit: Limit, ms: number): number | null {
  if (limit.window === null) return null;
  const oldest = liveBuckets(limit, ms).find(([, used]) => used > 0n);
  if (oldest === undefined) return null;
  return (oldest[0] + limit.window.buckets + 1) * limit.window.bucketMs;
}

/** Drops what left the window, then adds `amount` to the bucket of `ms`. */
export function addUse(limit: Limit, amount: bigint, ms: number): void {
  limit.used = usedAt(limit, ms) + amount;
  if (limit.window === null) return;
  const live = liveBuckets(limit, ms);
  const now = bucketIndex(limit, ms);
  const last = live.at(-1);
  limit.buckets =
    last !== undefined && last[0] === now
      ? [...live.slice(0, -1), [now, last[1] + amount]]
      : [...live, [now, amount]];
}

/** Takes up to `amount` out of the bucket of `usedAtMs`; returns what it took. */
export function takeBack(limit: Limit, amount: bigint, usedAtMs: number, ms: number): bigint {
  const live = liveBuckets(limit, ms);
  limit.used = usedAt(limit, ms);
  limit.buckets = live;
  const index = bucketIndex(limit, usedAtMs);
  const there = limit.window === null ? limit.used : live.find(([at]) => at === index)?.[1];
  const given = there === undefined ? 0n : there < amount ? there : amount;
  if (given === 0n) return 0n;
  limit.used -= given;
  limit.buckets = live.map(([at, used]) => (at === index ? [at, used - given] : [at, used]));
  return given;
}
