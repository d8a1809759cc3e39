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

/** What a payer met: a question (`PromptKind`; a passkey is a part of its page), or a no. */
export type QuestionKind = "step-up" | "wallet-page" | "frame-passkey" | "declined";

/** What came of a question: paid after all, or how it ended without a payment. */
export type QuestionOutcome = "done" | "cancelled" | "failed" | "abandoned";

/** A question to a payer, or a no, as it was answered. Kept for 30 days; how many there were is in `question_days`. */
export interface QuestionTable {
  /** The entry that was asked for, the grant, or the payment that a passkey in the frame would make; else the request. */
  readonly id: string;
  readonly kind: QuestionKind;
  readonly at: number;
  readonly merchant_id: string;
  readonly tier: number;
  /** Null where nobody knows who was asked. */
  readonly payer_id: string | null;
  readonly offer_hash: string | null;
  /** Why, in the words of the wire; empty where the answer had no reason. */
  readonly reason: string;
  /** What decided (`decidedBy.ts`); null where no policy was asked. */
  readonly decided: string | null;
  /** Of what was refused before the ledger heard of it: SHA-256 of what was signed (base64url), and the answer (JSON). */
  readonly facts: string | null;
  readonly answer: string | null;
  /** Null: not known yet. */
  readonly outcome: QuestionOutcome | null;
  /** Passkeys that did not prove anybody. */
  readonly failures: number;
}

/**
 * How often payers were asked, or turned down, on one day at one merchant: the sum of `questions`, which are deleted. `kind`:
 * theirs, and `<kind>:<outcome>` once that is known, on the day of the question. `tier` -1: no price was known.
 */
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
