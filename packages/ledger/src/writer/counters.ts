/** What the writer counts, in memory that every loop can read. */
export const counterNames = [
  "commits",
  "expiryBatches",
  "entries",
  "created",
  "refused",
  "replayed",
  "batchEntriesMax",
  "busyMicros",
  "commitMicros",
] as const;

export type CounterName = (typeof counterNames)[number];

export type Counters = Record<CounterName, number>;

export function sharedCounters(): SharedArrayBuffer {
  return new SharedArrayBuffer(counterNames.length * Float64Array.BYTES_PER_ELEMENT);
}

/** Adds to a counter. The writer is the only one who does. */
export function count(shared: Float64Array, name: CounterName, more: number): void {
  const at = counterNames.indexOf(name);
  shared[at] = (shared[at] ?? 0) + more;
}

/** Raises a counter to `value`. */
export function countMax(shared: Float64Array, name: CounterName, value: number): void {
  const at = counterNames.indexOf(name);
  shared[at] = Math.max(shared[at] ?? 0, value);
}

export function readCounters(shared: Float64Array | null): Counters {
  const read = (name: CounterName) => shared?.[counterNames.indexOf(name)] ?? 0;
  return {
    commits: read("commits"),
    expiryBatches: read("expiryBatches"),
    entries: read("entries"),
    created: read("created"),
    refused: read("refused"),
    replayed: read("replayed"),
    batchEntriesMax: read("batchEntriesMax"),
    busyMicros: read("busyMicros"),
    commitMicros: read("commitMicros"),
  };
}
