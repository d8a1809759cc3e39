import type { Deps } from "../deps.ts";

const waiting = new WeakMap<Deps["store"], Set<() => void>>();

/** Wakes all that await a head: there is a new one, or another line under the newest. */
export function tellHead(store: Deps["store"]): void {
  const woken = waiting.get(store) ?? [];
  waiting.delete(store);
  for (const wake of woken) wake();
}

/** Resolves when a head is told next, at the latest after `waitMs` milliseconds. */
export function awaitHead(store: Deps["store"], waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const all = waiting.get(store) ?? new Set();
    waiting.set(store, all);
    const wake = () => {
      clearTimeout(timer);
      all.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, waitMs);
    all.add(wake);
  });
}
