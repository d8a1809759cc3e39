import type { BalanceSums } from "@farthing/protocol";

/** Fewer payments are too few for a rate: one question more would move it by more than one in a hundred. */
export const paymentsMin = 100;

/** Fewer reports are too few to say how soon most of them come. */
export const reportsMin = 10;

/** Friction and loss as rates; null: too few payments to judge. */
export interface Rates {
  /** Questions that interrupt, per 100 payments: above 100 when many ended without a payment. */
  readonly asked: number | null;
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
    return { asked: null, oneClick: null, declined: null, reported: null };
  return {
    asked: (100 * asked) / payments,
    oneClick: unasked / payments,
    declined: declined / (payments + declined),
    reported: basisPoints(BigInt(sums.fraudReported.amount), BigInt(sums.amount.amount)),
  };
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
