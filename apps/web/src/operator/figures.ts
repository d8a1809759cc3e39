import type { BalanceSums } from "@farthing/protocol";

/** Fewer payments are too few for a rate: one question more would move it by more than one in a hundred. */
export const paymentsMin = 100;

/** Fewer reports are too few to say how soon most of them come. */
export const reportsMin = 10;

/** Fewer times are too few to say what 95 in 100 of them do not exceed. */
export const timesMin = 20;

/** Friction and loss as rates; null: too few payments to judge. */
export interface Rates {
  /** Questions that interrupt, per 100 payments: above 100 when many ended without a payment. */
  readonly asked: number | null;
  /** Questions that ended without a payment, of all that were asked: 0 to 1. */
  readonly givenUp: number | null;
  /** Payments by one click, of all payments: 0 to 1. */
  readonly oneClick: number | null;
  /** Clicks turned down, of all that paid or were turned down: 0 to 1. */
  readonly declined: number | null;
  /** Reported as not theirs, in basis points of what was paid; null also when nothing was reported: that is no rate. */
  readonly reported: number | null;
}

/** The rates of some payments. */
export function ratesOf(sums: BalanceSums): Rates {
  const { payments, asked, unasked, declined } = sums;
  if (payments < paymentsMin)
    return { asked: null, givenUp: null, oneClick: null, declined: null, reported: null };
  return {
    asked: (100 * asked) / payments,
    givenUp: asked === 0 ? null : givenUp(sums) / asked,
    oneClick: unasked / payments,
    declined: declined / (payments + declined),
    reported: basisPoints(BigInt(sums.fraudReported.amount), BigInt(sums.amount.amount)),
  };
}

/**
 * Questions that ended without a payment. Never below none: a question of one day may be answered on the next, and a passkey
 * may answer the same question twice.
 */
export function givenUp({ asked, answered }: BalanceSums): number {
  return Math.max(0, asked - answered);
}

/** Half and 95 in 100 of the times to content; null: too few to say so. */
export function timesOf({ seconds }: BalanceSums): { half: number; most: number } | null {
  const { count, p50: half, p95: most } = seconds;
  return count < timesMin || half === null || most === null ? null : { half, most };
}

/** In hundredths of a basis point, half up: money itself is never a number. */
function basisPoints(part: bigint, all: bigint): number | null {
  if (part === 0n || all === 0n) return null;
  return Number((part * 1_000_000n + all / 2n) / all) / 100;
}

/**
 * The share of false payments (0 to 1) that none in `payments` does not rule out, at 95 %: the rule of three (Hanley and
 * Lippman-Hand, JAMA 249, 1983). Null: too few to say even that.
 */
export function noneStillAllows(payments: number): number | null {
  return payments < paymentsMin ? null : 3 / payments;
}

/** Whether nothing at all happened. */
export function isQuiet({ payments, asked, declined }: BalanceSums): boolean {
  return payments === 0 && asked === 0 && declined === 0;
}
