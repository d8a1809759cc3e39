/** A write with its place in the journal. */
export interface Placed {
  readonly name: string;
  readonly timestamp: bigint;
  readonly start: number;
  readonly end: number;
}

/**
 * Whether the journal's order is one that callers could have seen: of two calls, one over before the other began, the
 * first has the earlier timestamp. One walk through the journal: whatever came before began before this one was over.
 */
export function orderFaults(writes: readonly Placed[]): string[] {
  const inOrder = writes.toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
  const faults: string[] = [];
  let latest: Placed | null = null;
  for (const write of inOrder) {
    if (latest !== null && latest.start > write.end) {
      faults.push(
        `reordered: ${write.name} was answered before ${latest.name} was asked, and comes after it in the journal`,
      );
    }
    if (latest === null || write.start > latest.start) latest = write;
  }
  return faults;
}
