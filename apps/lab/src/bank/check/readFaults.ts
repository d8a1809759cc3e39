import type { Seen } from "../history.ts";

/** A number as it is from one entry of the journal on. `start` and `end`: those of the call that wrote the entry. */
export interface Version {
  readonly register: string;
  readonly value: string;
  /** The entry's id. */
  readonly entry: string;
  readonly start: number;
  readonly end: number;
}

interface Register {
  readonly versions: Version[];
  readonly reads: Seen[];
}

/**
 * Reads that no order of the calls explains: one sees all that was answered before it began, nothing that was asked
 * for after it was over, and nothing older than another read that was over before it began. `versions` stand in the
 * order of the journal. Each register is looked at alone: together they are linearizable when each is (Herlihy, Wing:
 * Linearizability, 1990, theorem 1).
 */
export function readFaults(versions: readonly Version[], seen: readonly Seen[]): string[] {
  const registers = new Map<string, Register>();
  const of = (name: string): Register => {
    const known = registers.get(name) ?? { versions: [], reads: [] };
    registers.set(name, known);
    return known;
  };
  for (const version of versions) of(version.register).versions.push(version);
  for (const read of seen) of(read.register).reads.push(read);
  return [...registers.values()].flatMap(faultsOf);
}

function faultsOf({ versions, reads }: Register): string[] {
  const answered = answeredBefore(versions);
  const asked = askedBy(versions);
  const places = new Map(versions.map(({ entry }, place) => [entry, place]));
  const faults: string[] = [];
  // Each read takes the oldest version it can, so that it forbids as little as possible to those after it.
  const over: { end: number; place: number }[] = [];
  for (const read of reads.toSorted((a, b) => a.end - b.end)) {
    const own = read.includes === null ? undefined : places.get(read.includes);
    const first = Math.max(answered(read.start), own ?? 0, lastBefore(over, read.start), 0);
    const last = asked(read.end);
    let place = first;
    while (place <= last && versions[place]?.value !== read.value) place += 1;
    if (place > last) {
      faults.push(readFault(read, versions, { first, last }));
      continue;
    }
    over.push({ end: read.end, place: Math.max(place, over.at(-1)?.place ?? 0) });
  }
  return faults;
}

function readFault(
  { register, value }: Seen,
  versions: readonly Version[],
  { first, last }: { first: number; last: number },
): string {
  const may = versions.slice(first, Math.min(last + 1, first + 5)).map((version) => version.value);
  const before = versions.slice(0, first).some((version) => version.value === value);
  const word = before ? "stale read" : "wrong number";
  return `${word}: ${register} was shown as ${value}, and was ${may.join(" or ") || "nothing yet"}`;
}

/** The newest version whose call was over before `moment`, or −1. */
function answeredBefore(versions: readonly Version[]): (moment: number) => number {
  const byEnd = versions
    .map(({ end }, place) => ({ end, place }))
    .toSorted((a, b) => a.end - b.end);
  let newest = -1;
  for (const one of byEnd) {
    newest = Math.max(newest, one.place);
    one.place = newest;
  }
  return (moment) => lastBefore(byEnd, moment);
}

/** The newest version before the first one whose call began after `moment`. */
function askedBy(versions: readonly Version[]): (moment: number) => number {
  const byStart = versions
    .map(({ start }, place) => ({ end: start, place }))
    .toSorted((a, b) => b.end - a.end);
  let oldest = versions.length;
  for (const one of byStart) {
    oldest = Math.min(oldest, one.place);
    one.place = oldest;
  }
  const ascending = byStart.toReversed();
  return (moment) => {
    const later = ascending[countUntil(ascending, (end) => end <= moment)];
    return (later?.place ?? versions.length) - 1;
  };
}

/** The place of the last one that was over before `moment`, or −1. The list ascends by `end`. */
function lastBefore(list: readonly { end: number; place: number }[], moment: number): number {
  return list[countUntil(list, (end) => end < moment) - 1]?.place ?? -1;
}

/** How many at the front of a list that ascends by `end` are `within`: found by halving. */
function countUntil(list: readonly { end: number }[], within: (end: number) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (within(list[middle]?.end ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
