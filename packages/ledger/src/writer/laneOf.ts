import type { FullEntry } from "../fullEntry.ts";

/**
 * Whose turn an entry takes: that of the account its first transfer credits, which for a payment is
 * the merchant's. `null`: no money moves (freeze, pause, revoke), and it never waits behind a flood.
 */
export function laneOf({ transfers }: Pick<FullEntry, "transfers">): bigint | null {
  const [first] = transfers;
  return first === undefined ? null : first.credit;
}
