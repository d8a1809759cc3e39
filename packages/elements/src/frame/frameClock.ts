import { type Clock, instant, systemClock } from "@farthing/core";

/** The server's time as this page knows it: a wrong clock here does not stop payments. */
export interface FrameClock extends Clock {
  /** Takes the server's time from an answer that just arrived, milliseconds since 1970; NaN is ignored. */
  set(serverTime: number): void;
}

/** An HTTP date has whole seconds, and answers travel: less is no error of this clock. */
const driftMsMax = 3_000;

/** A clock that shows the device's time until an answer shows that it is wrong. */
export function frameClock(device: Clock = systemClock): FrameClock {
  let offsetMs = 0;
  return {
    now: () => instant(device.now() + offsetMs),
    set: (serverTime) => {
      const drift = serverTime - device.now() - offsetMs;
      if (Math.abs(drift) > driftMsMax) offsetMs += drift;
    },
  };
}
