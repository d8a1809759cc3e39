import { hour, type Instant, minute } from "@farthing/core";
import { type BrakeState, stricterBrake } from "@farthing/risk";

/** How old a measurement may be before it is not believed any more, in milliseconds. */
const ageMsMax = hour;
/** Ahead of our clock by more than this, it was measured before the clock was set back. */
const aheadMsMax = minute;

/** What was measured last. */
export interface Measured {
  readonly state: BrakeState;
  /** Fraud by value in 1/100 of a percent, over 90 days. */
  readonly basisPoints: number;
  /** Since when the rate is lower than the state; null: it is not. */
  readonly belowSince: number | null;
  readonly at: Instant;
}

/** The platform's brake as clicks read it: memory of this process, measured by a duty (`measureBrake.ts`). */
export interface PlatformBrake {
  /** Never measured, or too long ago: dear clicks are asked for a passkey, whatever was so before. */
  state(now: Instant): BrakeState;
  measured(): Measured | null;
  /** Whether what was measured last still counts. */
  isBelieved(now: Instant): boolean;
  set(measured: Measured): void;
}

/** Nothing was measured yet. */
export function newPlatformBrake(): PlatformBrake {
  let last: Measured | null = null;
  const isBelieved = (now: Instant) =>
    last !== null && now - last.at <= ageMsMax && last.at - now <= aheadMsMax;
  return {
    isBelieved,
    state(now) {
      if (last === null) return "dear-clicks";
      return isBelieved(now) ? last.state : stricterBrake(last.state, "dear-clicks");
    },
    measured: () => last,
    set: (measured) => void (last = measured),
  };
}
