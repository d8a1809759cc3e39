import type { BrakeState } from "@farthing/risk";

/** Projection: the payments of one day (days since 1970, UTC), merchant, tier and gesture, and what came back of them. */
export interface BalanceDayTable {
  readonly day: number;
  readonly merchant_id: string;
  readonly tier: number;
  readonly gesture: string;
  readonly payments: bigint;
  readonly amount: bigint;
  readonly undone: bigint;
  readonly refunded: bigint;
  /** Of `refunded`: what the payer said was not theirs. */
  readonly fraud: bigint;
}

/** Payments whose time to content was counted, with the moment: kept for two hours, so that each counts once. */
export interface ContentTimeTable {
  readonly payment_id: string;
  readonly at: number;
}

/** How many payments of one day, merchant and tier took a step of time (`timeSteps.ts`) from the press to the content. */
export interface ContentDayTable {
  readonly day: number;
  readonly merchant_id: string;
  readonly tier: number;
  readonly step: number;
  readonly count: number;
}

/** How often payers were asked, or turned down, on one day at one merchant. `tier` -1: no price was known. */
export interface QuestionDayTable {
  readonly day: number;
  readonly merchant_id: string;
  readonly kind: string;
  readonly tier: number;
  readonly count: number;
}

/** The platform's brake: one row. `below_since`: since when the rate is lower than this state; null when it is not. */
export interface BrakeTable {
  readonly id: number;
  readonly state: BrakeState;
  readonly below_since: number | null;
  /** When it was last measured. */
  readonly at: number;
}

/** Each change of the brake, with the rate at which it happened (1/100 of a percent). */
export interface BrakeChangeTable {
  readonly at: number;
  readonly state: BrakeState;
  readonly basis_points: number;
}
