import { assert } from "@farthing/core";

/** At most `max` values; those that were not read for long go first. Never the only holder of a truth. */
export interface BoundedCache<Value> {
  get(key: string): Value | undefined;
  /** As `get`, and nothing is kept longer for it: for what is seldom read twice. */
  peek(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  clear(): void;
  readonly size: number;
}

/**
 * An empty cache for up to `max` values. Two generations: what is read moves to the young one; when that is half of
 * `max`, it becomes the old one and the old one is dropped. Cheaper than keeping exact order, on every click.
 */
export function newBoundedCache<Value>(max: number): BoundedCache<Value> {
  assert(max > 1, "a cache holds at least two values");
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  function set(key: string, value: Value): void {
    old.delete(key);
    young.set(key, value);
    if (young.size < Math.ceil(max / 2)) return;
    old = young;
    young = new Map();
  }
  return {
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const older = old.get(key);
      if (older !== undefined) set(key, older);
      return older;
    },
    peek: (key) => young.get(key) ?? old.get(key),
    set,
    delete(key) {
      young.delete(key);
      old.delete(key);
    },
    clear() {
      young.clear();
      old.clear();
    },
    get size() {
      return young.size + old.size;
    },
  };
}
