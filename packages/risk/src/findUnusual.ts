import type { Instant } from "@farthing/core";

/** One payment, as far as a look back at a week needs it. `price` is in the smallest unit. */
export interface SeenPayment {
  readonly merchant: string;
  readonly price: bigint;
  readonly at: Instant;
}

/**
 * What a payer would want to be told: a site asks much more than it did (`from`, `to`: medians), or so many small charges
 * came from one site that nobody looked at them ("salami"; fraud.md §3).
 */
export type Unusual =
  | {
      readonly kind: "price-rise";
      readonly merchant: string;
      readonly from: bigint;
      readonly to: bigint;
    }
  | {
      readonly kind: "many-small";
      readonly merchant: string;
      readonly count: number;
      readonly sum: bigint;
    };

/** Fewer payments than these make no usual price, and no new one. */
const beforeMin = 5;
const nowMin = 3;
/** How many small ones in a week are many: more than four a day. */
const smallMany = 30;

/**
 * What is unusual in the payments since `since` against those before it, by merchant in the order of the first payment. Prices up to
 * `smallUpTo` are small.
 */
export function findUnusual(
  payments: readonly SeenPayment[],
  { since, smallUpTo }: { readonly since: Instant; readonly smallUpTo: bigint },
): Unusual[] {
  const byMerchant = Map.groupBy(payments, ({ merchant }) => merchant);
  return [...byMerchant].flatMap(([merchant, all]) => {
    const now = all.filter(({ at }) => at >= since);
    const before = all.filter(({ at }) => at < since);
    return [priceRise(merchant, before, now), manySmall(merchant, now, smallUpTo)].filter(
      (found) => found !== null,
    );
  });
}

/** Half as much again, by the medians: one dear article among many is no rise. */
function priceRise(
  merchant: string,
  before: readonly SeenPayment[],
  now: readonly SeenPayment[],
): Unusual | null {
  if (before.length < beforeMin || now.length < nowMin) return null;
  const [from, to] = [median(before), median(now)];
  return 2n * to >= 3n * from ? { kind: "price-rise", merchant, from, to } : null;
}

function manySmall(
  merchant: string,
  now: readonly SeenPayment[],
  smallUpTo: bigint,
): Unusual | null {
  const small = now.filter(({ price }) => price <= smallUpTo);
  if (small.length < smallMany) return null;
  const sum = small.reduce((all, { price }) => all + price, 0n);
  return { kind: "many-small", merchant, count: small.length, sum };
}

function median(payments: readonly SeenPayment[]): bigint {
  const sorted = payments
    .map(({ price }) => price)
    .toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  return sorted[Math.floor(sorted.length / 2)] ?? 0n;
}
