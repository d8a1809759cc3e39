import type { Clock, Instant } from "@farthing/core";

/**
 * Remembers which receipts have opened something. Several servers of one merchant share one store
 * (a unique key in a database, `SET NX` in Redis), else a receipt opens once at each of them.
 */
export interface SeenReceipts {
  /**
   * Takes `key` for ever or until `until`: `taken` the first time, `seen` every later time,
   * `full` when nothing more can be remembered. Must be atomic.
   */
  take(key: string, until: Instant): Promise<"taken" | "seen" | "full"> | "taken" | "seen" | "full";
}

/** Most receipts remembered in memory at once. A receipt is forgotten when it has expired. */
const seenInMemoryMax = 100_000;

/**
 * The default store: one process, bounded, forgotten at a restart. When full of receipts that are still good it refuses
 * new ones rather than let old ones open twice.
 *
 * Enough for `access: "own"`, where opening again costs nothing anyway. With `access: "use"` every payment counts, and
 * after a restart a receipt that has not expired opens once more: pass a store of your own that outlives the process.
 */
export function seenInMemory({ clock, max = seenInMemoryMax }: { clock: Clock; max?: number }) {
  const until = new Map<string, Instant>();
  const store: SeenReceipts = {
    take(key, keyUntil) {
      const now = clock.now();
      if ((until.get(key) ?? 0) >= now) return "seen";
      if (until.size >= max) forget(until, now);
      if (until.size >= max) return "full";
      until.set(key, keyUntil);
      return "taken";
    },
  };
  return store;
}

function forget(until: Map<string, Instant>, now: Instant): void {
  for (const [key, end] of until) if (end < now) until.delete(key);
}
