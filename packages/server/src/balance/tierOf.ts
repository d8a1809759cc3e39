const cent = 10_000n;

/** The upper ends of the tiers in which friction and loss are told, in the smallest unit: the rows of the policy that comes with Farthing. */
export const tiers = [5n * cent, 100n * cent, 500n * cent, 3_000n * cent] as const;

/** Where no price was known. */
export const noTier = -1;

/** A tier as a label: `to-0.05`, …, `above-30`. */
export function tierName(tier: number): string {
  const upTo = tiers[tier];
  if (upTo === undefined) return `above-${Number(tiers[3] / cent) / 100}`;
  return `to-${Number(upTo / cent) / 100}`;
}

/** The tier of a price: 0 up to `tiers[0]`, …; `tiers.length` above all. What was counted in a tier stays there. */
export function tierOf(amount: bigint): number {
  const at = tiers.findIndex((upTo) => amount <= upTo);
  return at === -1 ? tiers.length : at;
}
