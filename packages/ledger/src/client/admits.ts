/** Longest wait in the queue before new entries are refused, unless told otherwise. */
export const queueDeadlineMs = 2_000;

/** What the writer was measured to exceed on two shared cores (docs/decisions/0003). */
const entriesPerMs = 5;

/** What a loop waits for. Times are `performance.now()` milliseconds. */
export interface Queue {
  readonly waiting: number;
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
export function admits({ waiting, oldestAt, now }: Queue, deadlineMs: number): boolean {
  if (oldestAt === null) return true;
  return now - oldestAt <= deadlineMs && waiting < deadlineMs * entriesPerMs;
}
