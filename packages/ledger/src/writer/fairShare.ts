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
  const share = shareOf(queue, max);
  const used = new Map<bigint | null, number>();
  const taken: Item[] = [];
  const left: Item[] = [];
  for (const item of queue) {
    const before = used.get(item.lane) ?? 0;
    const fits = taken.length < max && (item.lane === null || before < share);
    used.set(item.lane, before + 1);
    (fits ? taken : left).push(item);
  }
  return { taken, left };
}

/** The most that one lane may have, so that all together fill a batch. */
function shareOf(queue: readonly { readonly lane: bigint | null }[], max: number): number {
  const counts = new Map<bigint, number>();
  let room = max;
  for (const { lane } of queue) {
    if (lane === null) room -= 1;
    else counts.set(lane, (counts.get(lane) ?? 0) + 1);
  }
  const waiting = [...counts.values()].sort((a, b) => a - b);
  for (const [at, count] of waiting.entries()) {
    const lanes = waiting.length - at;
    // The smallest lane that does not fit whole: it and all larger ones get the same.
    if (count * lanes > room) return Math.max(1, Math.ceil(room / lanes));
    room -= count;
  }
  return max;
}
