import { type Clock, day } from "@farthing/core";
import { ClockWrong } from "../errors.ts";

/** How wrong the machine's clock may be: what a client key's time may be off as well. */
const clockErrorMaxMs = day;

function inWords(ms: number): string {
  return new Date(ms).toISOString();
}

/**
 * `clock`, unless it leaps: more than 24 hours ahead of `elapsedMs`, which nobody sets. What such a time had
 * written could never be taken back, so nothing is.
 */
export function steadyClock(clock: Clock, elapsedMs: () => number): Clock {
  let before = { told: clock.now(), elapsed: elapsedMs() };
  return {
    now() {
      const now = { told: clock.now(), elapsed: elapsedMs() };
      const leapMs = now.told - before.told - (now.elapsed - before.elapsed);
      if (leapMs > clockErrorMaxMs) {
        throw new ClockWrong(
          `The machine's clock leapt from ${inWords(before.told)} to ${inWords(now.told)} while the ledger ran. Nothing was written with it. Set the clock if it is wrong, then start again.`,
        );
      }
      before = now;
      return now.told;
    },
  };
}

/** Refuses a clock that is so far behind the journal's last entry that every new one would be out of time. */
export function assertNotBehind(toldMs: number, journalMs: number): void {
  if (journalMs - toldMs <= clockErrorMaxMs) return;
  throw new ClockWrong(
    `The machine's clock says ${inWords(toldMs)}, but the ledger's last entry is of ${inWords(journalMs)}. Set the clock, then start again. If it was the ledger that was written by a wrong clock, restore the backup from before.`,
  );
}
