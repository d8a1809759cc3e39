/**
 * Parts a queue that is longer than one batch: every lane (a merchant's account) gets the same share,
 * what a small lane leaves is shared by the others, and both parts keep the order of arrival. What has
 * no lane (a freeze, a revocation: money does not move) is always among the first.
 *
 * O(queue length): a flood makes its own lane wait, not the others.
 */
export function fairShare<Item extends { readonly lane: bigint | null }>(
  queue: readonly Item[],
  max: number,
): { readonly taken: Item[]; readonly left: Item[] } {
  if (queue.length <= max) return { taken: [...queue], left: [] };
  const counts = new Map<bigint, number>();
  // The places of what has no lane are kept for it.
  let room = max;
  for (const { lane } of queue) {
    if (lane === null) room -= 1;
    else counts.set(lane, (counts.get(lane) ?? 0) + 1);
  }
  const share = shareOf(counts, room);
  const used = new Map<bigint, number>();
  const taken: Item[] = [];
  const left: Item[] = [];
  for (const item of queue) {
    const { lane } = item;
    const before = lane === null ? 0 : (used.get(lane) ?? 0);
    const fits = lane === null ? taken.length < max : room > 0 && before < share;
    if (fits && lane !== null) {
      used.set(lane, before + 1);
      room -= 1;
    }
    (fits ? taken : left).push(item);
  }
  return { taken, left };
}

/** The most that one lane may have, so that all together fill the room there is. */
function shareOf(counts: ReadonlyMap<bigint, number>, places: number): number {
  let room = places;
  const waiting = [...counts.values()].sort((a, b) => a - b);
  for (const [at, count] of waiting.entries()) {
    const lanes = waiting.length - at;
    // The smallest lane that does not fit whole: it and all larger ones get the same.
    if (count * lanes > room) return Math.max(1, Math.ceil(room / lanes));
    room -= count;
  }
  return Infinity;
}
