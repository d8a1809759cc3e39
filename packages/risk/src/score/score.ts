import { day, minute } from "@farthing/core";
import { type Band, type Policy, reasonCodes, type ReasonCode } from "../policy/policy.ts";
import { isNewDevice } from "./isNewDevice.ts";

/** What is known of a payment and its surroundings before it is made. Times are milliseconds. */
export interface Signals {
  readonly price: bigint;
  /** Since this key was enrolled, and since the wallet was made. */
  readonly deviceAgeMs: number;
  readonly accountAgeMs: number;
  /** Since the payer agreed to pay this merchant; null for never. */
  readonly merchantAgeMs: number | null;
  /** Payments of this payer within the last ten minutes, without this one. */
  readonly clicksPer10min: number;
  /** The median of what this merchant asked lately; null while it is not known. */
  readonly usualPrice: bigint | null;
  /** Since the payer raised a limit; null for never. */
  readonly raisedAgoMs: number | null;
  /** Small charges in a row to this merchant, without anything else between. */
  readonly smallInARow: number;
  /** Counters of this key that were used twice, with other bytes. */
  readonly counterConflicts: number;
}

/** How risky a payment looks, and why: the weights of the reasons add up to the score. */
export interface Risk {
  readonly band: Band;
  readonly score: number;
  readonly reasons: readonly ReasonCode[];
}

/** What tells the risk of a payment. Another one may come to know more; a failure of it raises the band. */
export type Score = (policy: Policy, signals: Signals) => Risk;

/** Each reason as a question to the signals. */
const asks: Readonly<Record<ReasonCode, (signals: Signals) => boolean>> = {
  "new-device": (signals) => isNewDevice(signals, day),
  "new-merchant": ({ merchantAgeMs }) => merchantAgeMs === null || merchantAgeMs < 10 * minute,
  velocity: ({ clicksPer10min }) => clicksPer10min >= 30,
  "price-jump": ({ price, usualPrice }) => usualPrice !== null && price > 5n * usualPrice,
  "limit-raised": ({ raisedAgoMs }) => raisedAgoMs !== null && raisedAgoMs < day,
  "small-in-a-row": ({ smallInARow }) => smallInARow >= 30,
  // One or two are a browser that was closed at the wrong moment (rule 10).
  "impossible-counter": ({ counterConflicts }) => counterConflicts >= 3,
};

/** The sum of the policy's weights of what is so. Pure; takes well under a microsecond. */
export function scoreSignals({ scoring }: Policy, signals: Signals): Risk {
  const reasons = reasonCodes.filter((code) => scoring.weights[code] > 0 && asks[code](signals));
  const score = reasons.reduce((sum, code) => sum + scoring.weights[code], 0);
  const band = score >= scoring.highAt ? "high" : score >= scoring.raisedAt ? "raised" : "low";
  return { band, score, reasons };
}

/** How long a score may take: `now` in milliseconds, of a clock that nobody sets. */
export interface ScoreTime {
  readonly now: () => number;
  readonly msMax: number;
}

/**
 * What `score` says of what `gather` finds, or `null` when either fails, or both together are late: whoever decides is
 * stricter then, never laxer (ASVS 5 16.5.3).
 */
export function tryScore(
  score: Score,
  policy: Policy,
  gather: () => Signals,
  time: ScoreTime,
): Risk | null {
  try {
    const from = time.now();
    const risk = score(policy, gather());
    if (!(time.now() - from <= time.msMax)) return null;
    return Number.isFinite(risk.score) ? risk : null;
  } catch {
    return null;
  }
}
