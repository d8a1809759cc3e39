import type { Asset, Instant } from "@farthing/core";
import type { Counters } from "./counters.ts";
import type { Gesture } from "./gesture.ts";

/** How risky a payment looks, from least to most. */
export const bands = ["low", "raised", "high"] as const;
export type Band = (typeof bands)[number];

/**
 * What this payer knows of the merchant. `trusted`: an allowance that was agreed to with a passkey stands. `known`: paid
 * before. `first`: neither.
 */
export const trusts = ["trusted", "known", "first"] as const;
export type Trust = (typeof trusts)[number];

/** How much a payer wants to be asked, in one word. From most to least. */
export const presetNames = ["careful", "balanced", "convenient"] as const;
export type PresetName = (typeof presetNames)[number];

/** Prices up to and including `upTo` (smallest unit of the policy's asset) need at least this gesture. */
export interface PolicyRow {
  readonly name: string;
  readonly upTo: bigint;
  readonly gestures: Readonly<Record<Band, Readonly<Record<Trust, Gesture>>>>;
}

/**
 * The counters of one preset. Money is in the smallest unit of the policy's asset. `perDay`, `per30Days`,
 * `perMerchantDay`, `sinceCheck` and `topUpPerDay` are limits in the ledger and reset by rolling on, `sinceCheck` by U
 * alone. Clicks beyond a speed need U, never D.
 */
export interface Preset {
  readonly sinceCheck: bigint;
  readonly perDay: bigint;
  readonly per30Days: bigint;
  readonly perMerchantDay: bigint;
  readonly walletCeiling: bigint;
  readonly topUpPerDay: bigint;
  /** For a click above `checkAgeAbove`, the last U is at most so many hours ago. */
  readonly checkAgeHours: number;
  readonly clicks: { readonly per10s: number; readonly per10min: number; readonly perDay: number };
  /** For `newDeviceHours` after its enrolment a device needs U above this price. */
  readonly newDeviceUpTo: bigint;
  /** Before a limit that was raised holds. */
  readonly raiseWaitHours: number;
  /** The most that a program's key may be given. */
  readonly agent: AgentFigures;
  /** What a guest may owe before the first settlement, and after one; 0: nobody pays later. */
  readonly guestTab: { readonly first: bigint; readonly settled: bigint };
}

/** What one program may pay without being asked. `perSession`: until its payer says that it may go on (U). */
export interface AgentFigures {
  readonly perPayment: bigint;
  readonly perSession: bigint;
  readonly perDay: bigint;
}

/** What holds for all guest tabs. */
export interface GuestTabs {
  /** What the guests of one network may newly owe in 24 hours, together. Smallest unit. */
  readonly perBlockDay: bigint;
  /** After so many days what is not settled is written off. */
  readonly ageDays: number;
  /** The operator's share of what is written off, in 1/100 of a percent; the rest is the merchant's. */
  readonly borneBasisPoints: number;
}

/** Over how many days fraud is measured, of at least how much value, and how long it must be lower before the brake lets go. */
export interface BrakeRules {
  readonly windowDays: number;
  readonly volumeMin: bigint;
  readonly releaseDays: number;
}

/** What the score's parts weigh, and from where on it is in which band. */
export interface Scoring {
  readonly raisedAt: number;
  readonly highAt: number;
  readonly weights: Readonly<Record<ReasonCode, number>>;
}

/** Why a payment looks risky: real signals, each named (fraud research §3). */
export const reasonCodes = [
  "new-device",
  "new-merchant",
  "velocity",
  "price-jump",
  "limit-raised",
  "small-in-a-row",
  "impossible-counter",
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** Which gesture a payment needs. Data, so that it can be dated, signed, compared and replayed. */
export interface Policy {
  /** Never used again: a decision names it. */
  readonly version: string;
  /** The moment from which it holds. */
  readonly effectiveFrom: Instant;
  readonly asset: Asset;
  /** Ascending by `upTo`. A price above the last row is D. */
  readonly rows: readonly PolicyRow[];
  readonly presets: Readonly<Record<PresetName, Preset>>;
  readonly newDeviceHours: number;
  readonly checkAgeAbove: bigint;
  readonly scoring: Scoring;
  /** Fraud in 1/100 of a percent of the value of 90 days: above it every click over `checkAgeAbove` needs U, above twice it every click. */
  readonly brakeBasisPoints: number;
  readonly brake: BrakeRules;
  /** What the reports of one payer give back at once in 90 days; what is beyond is looked at first. */
  readonly reports: { readonly count: number; readonly amount: bigint };
  /** Undos of one payer at one merchant in 24 hours. */
  readonly undosPerSiteDay: number;
  /** A price that is small enough not to be looked at: many of them are told of. */
  readonly smallUpTo: bigint;
  readonly counters: Counters;
  readonly guestTabs: GuestTabs;
}
