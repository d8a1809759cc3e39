import type { CounterChange } from "../entry.ts";
import type { AnswerStatus } from "../status.ts";
import type { Books, Counter, Refusal } from "./state.ts";

/** How far behind the highest value an unused one may be (RFC 4303 §3.4.3: 64 is recommended). */
const counterWindow = 64n;

const allSeen = (1n << counterWindow) - 1n;

function use(counter: Counter, value: bigint): AnswerStatus | null {
  if (value > counter.highest) {
    const shift = value - counter.highest;
    const kept = shift >= counterWindow ? 0n : counter.seen << shift;
    counter.seen = (kept & allSeen) | 1n;
    counter.highest = value;
    return null;
  }
  const behind = counter.highest - value;
  if (behind >= counterWindow || (counter.seen & (1n << behind)) !== 0n) return "counter_conflict";
  counter.seen |= 1n << behind;
  return null;
}

function change(books: Books, wanted: CounterChange): AnswerStatus | null {
  const counter = books.counters.get(wanted.key);
  if (counter === undefined) {
    if (!("open" in wanted)) return "counter_not_found";
    const { key } = wanted;
    books.counters.insert({ key, closed: false, highest: -1n, seen: 0n, handle: null, mark: 0 });
    return null;
  }
  if ("close" in wanted) {
    if (counter.closed) return null;
    books.counters.edit(counter);
    counter.closed = true;
    return null;
  }
  if (counter.closed) return "counter_closed";
  if ("open" in wanted) return null;
  books.counters.edit(counter);
  return use(counter, wanted.use);
}

/** Opens, uses and closes counters, in order. */
export function useCounters(books: Books, changes: readonly CounterChange[]): Refusal | null {
  for (const [index, wanted] of changes.entries()) {
    const status = change(books, wanted);
    if (status !== null) return { status, at: { part: "counter", index, key: wanted.key } };
  }
  return null;
}
