/** Of one merchant, who may have several servers; and of one process. */
const perMerchantMax = 8;
const waitingMax = 2_000;

/** Requests that wait for events. */
export interface WaitingRoom {
  /** Counts one in and answers how it leaves; `null` when there is no room: the caller asks again later by itself. */
  enter(merchant: string): (() => void) | null;
}

/** Nobody waits yet. */
export function newWaitingRoom(): WaitingRoom {
  const waiting = new Map<string, number>();
  let all = 0;
  return {
    enter(merchant) {
      const own = waiting.get(merchant) ?? 0;
      if (own >= perMerchantMax || all >= waitingMax) return null;
      waiting.set(merchant, own + 1);
      all += 1;
      return () => {
        const left = (waiting.get(merchant) ?? 0) - 1;
        if (left > 0) waiting.set(merchant, left);
        else waiting.delete(merchant);
        all -= 1;
      };
    },
  };
}
