import { day as dayMs } from "@farthing/core";
import type { Balance, BalanceSums } from "@farthing/protocol";

/** Fewer payments are too few for a rate: one question more would move it by more than one in a hundred. */
export const paymentsMin = 100;

/** Fewer reports are too few to say how soon most of them come. */
export const reportsMin = 10;

/** Fewer times are too few to say what 95 in 100 of them do not exceed. */
export const timesMin = 20;

/** A share (0 to 1) of so many, and between which bounds it lies at 95 %. */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Friction and loss as rates; null: too few payments to judge. */
export interface Rates {
  /** Questions that interrupt, per 100 payments: above 100 when many ended without a payment. */
  readonly asked: number | null;
  /** Payments that such a question came before, of all payments. */
  readonly interrupted: Share | null;
  /** Questions that ended without a payment, of all that were asked. */
  readonly givenUp: Share | null;
  /** Payments by one click, of all payments. */
  readonly oneClick: Share | null;
  /** Clicks turned down, of all that paid or were turned down. */
  readonly declined: Share | null;
  /** What a payer does for a payment, on average: 0 for a program's, 1 for a click, 2 for what asks once more. */
  readonly gestures: number | null;
  /** Reported as not theirs, in basis points of what was paid; null also when nothing was reported: that is no rate. */
  readonly reported: number | null;
  /** The same by number. */
  readonly reportedShare: Share | null;
}

const noRates: Rates = {
  asked: null,
  interrupted: null,
  givenUp: null,
  oneClick: null,
  declined: null,
  gestures: null,
  reported: null,
  reportedShare: null,
};

/** The rates of some payments. */
export function ratesOf(sums: BalanceSums): Rates {
  const { payments, asked, answered, unasked, declined, reported } = sums;
  if (payments < paymentsMin) return noRates;
  return {
    asked: (100 * asked) / payments,
    interrupted: shareOf(Math.min(answered, payments), payments),
    givenUp: shareOf(givenUp(sums), asked),
    oneClick: shareOf(unasked, payments),
    declined: shareOf(declined, payments + declined),
    gestures: sums.gestures / payments,
    reported: basisPoints(BigInt(sums.fraudReported.amount), BigInt(sums.amount.amount)),
    reportedShare: shareOf(Math.min(reported, payments), payments),
  };
}

/** The 97.5th percentile of the normal distribution. */
const z = 1.959964;

/** A share with its interval at 95 % (Wilson, J. Am. Stat. Assoc. 22, 1927), which holds for few and for rare, too; null: of none. */
export function shareOf(part: number, all: number): Share | null {
  if (all === 0) return null;
  const share = part / all;
  const middle = share + (z * z) / (2 * all);
  const half = z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all));
  const whole = 1 + (z * z) / all;
  return {
    share,
    low: part === 0 ? 0 : (middle - half) / whole,
    high: part === all ? 1 : (middle + half) / whole,
  };
}

/**
 * Which part (0 to 1) of the reports on these payments should be in by now, by how late reports came: payments of today are
 * too young for any. Never more than is so: a day counts as if all of it was paid at its end, and who reports later than all
 * before is not foreseen. Null: too few reports to say.
 */
export function ripeness(
  { days, reports }: Pick<Balance, "days" | "reports">,
  now: number,
): number | null {
  const payments = days.reduce((sum, each) => sum + each.payments, 0);
  if (reports.count < reportsMin || payments === 0) return null;
  const ripe = days.reduce(
    (sum, each) => sum + each.payments * reportedWithin(reports, now - each.day - dayMs),
    0,
  );
  return ripe / payments;
}

/** The part of all reports that came within so many milliseconds of the payment. */
function reportedWithin({ within, count }: Balance["reports"], ms: number): number {
  const soon = within.filter(({ seconds }) => seconds !== null && seconds * 1_000 <= ms);
  return soon.reduce((sum, each) => sum + each.count, 0) / count;
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
