/** Longest wait in the queue before new entries are refused, unless told otherwise. */
export const queueDeadlineMs = 2_000;

/** Whether one more entry may join the queue; told of every answer. */
export interface Admission {
  admits(waiting: number, oldestAt: number | null, now: number): boolean;
  answered(entries: number, now: number): void;
}

/** Most entries one loop may have in the queue, whatever the speed. */
const waitingMax = 50_000;

/**
 * Bounds the queue by time (Little's law): with `waiting` entries at the recent rate, a new one would
 * wait longer than `deadlineMs`, or the oldest already has. Then it is refused before it is queued.
 */
export function admission(deadlineMs: number): Admission {
  let msPerEntry = 0;
  let lastAnswerAt = 0;
  let busySince = 0;
  return {
    admits(waiting, oldestAt, now) {
      if (waiting === 0) {
        busySince = now;
        return true;
      }
      const oldestMs = oldestAt === null ? 0 : now - oldestAt;
      return waiting < waitingMax && oldestMs <= deadlineMs && waiting * msPerEntry <= deadlineMs;
    },
    answered(entries, now) {
      if (entries > 0) {
        // An idle pause says nothing about speed: else the first burst after one would be refused.
        const recent = (now - Math.max(lastAnswerAt, busySince)) / entries;
        msPerEntry = 0.8 * msPerEntry + 0.2 * recent;
      }
      lastAnswerAt = now;
    },
  };
}
