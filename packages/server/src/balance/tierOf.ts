const cent = 10_000n;

/** The upper ends of the tiers in which friction and loss are told, in the smallest unit: the rows of the policy that comes with Farthing. */
export const tiers = [5n * cent, 100n * cent, 500n * cent, 3_000n * cent] as const;

/** The tier of a price: 0 up to `tiers[0]`, …; `tiers.length` above all. What was counted in a tier stays there. */
export function tierOf(amount: bigint): number {
  const at = tiers.findIndex((upTo) => amount <= upTo);
  return at === -1 ? tiers.length : at;
}
