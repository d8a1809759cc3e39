/** Longest wait in the queue before new entries are refused, unless told otherwise. */
export const queueDeadlineMs = 2_000;

/** What the writer was measured to exceed on two shared cores (docs/decisions/0003). */
const entriesPerMs = 5;

/** Of what may wait, the part that one lane may fill: a flood on one merchant turns itself away first. */
const laneShare = 0.5;

/** What a loop waits for. Times are `performance.now()` milliseconds. */
export interface Queue {
  readonly waiting: number;
  /** Of those, in the lane of the entry that asks. */
  readonly inLane: number;
  /** When the oldest entry was sent; `null` when nothing waits. */
  readonly oldestAt: number | null;
  readonly now: number;
}

/**
 * Whether one more entry may join the queue, which is bounded by time: not when the oldest entry has
 * waited longer than the deadline, nor when there are more than can be written within it. The rate of
 * the last answers says nothing about that: group commit writes a full queue far faster than single
 * entries.
 */
export function admits({ waiting, inLane, oldestAt, now }: Queue, deadlineMs: number): boolean {
  if (oldestAt === null) return true;
  const max = deadlineMs * entriesPerMs;
  return now - oldestAt <= deadlineMs && waiting < max && inLane < max * laneShare;
}
