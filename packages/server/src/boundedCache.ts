import { assert } from "@farthing/core";

/** At most `max` values; the one that was not read for longest goes first. Never the only holder of a truth. */
export interface BoundedCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  clear(): void;
  readonly size: number;
}

/** An empty cache for up to `max` values. */
export function newBoundedCache<Value>(max: number): BoundedCache<Value> {
  assert(max > 0, "a cache holds at least one value");
  const values = new Map<string, Value>();
  return {
    get(key) {
      const value = values.get(key);
      if (value === undefined) return undefined;
      // A Map keeps insertion order: putting it back makes it the youngest.
      values.delete(key);
      values.set(key, value);
      return value;
    },
    set(key, value) {
      values.delete(key);
      values.set(key, value);
      if (values.size > max) values.delete(values.keys().next().value ?? key);
    },
    delete: (key) => void values.delete(key),
    clear: () => values.clear(),
    get size() {
      return values.size;
    },
  };
}
