import { amountMax, assert } from "@farthing/core";
import type { Entry } from "../entry.ts";

/** The part of an entry that gives something back at most once. */
export type GiveBack = Required<Pick<Entry, "limits" | "uses">>;

/**
 * The bound on giving back, in the rules themselves: a limit of its own for each payment, whose used sum is what was given
 * back so far. The entry raises its max to `before + amount` and uses `amount`: so it is refused (`limit_exceeded`) unless
 * exactly `before` was given back when it runs, from whatever process another piece or an undo came meanwhile. `before`
 * is what the limit's `used` said, 0 for none; the sum never goes beyond `paid`.
 */
export function giveBack(of: {
  readonly key: bigint;
  readonly paid: bigint;
  readonly before: bigint;
  readonly amount: bigint;
}): GiveBack {
  const { key, paid, before, amount } = of;
  assert(amount > 0n, "what is given back is more than nothing");
  assert(before >= 0n && before + amount <= paid, "no more is given back than was paid");
  assert(paid <= amountMax, "what was paid fits a limit");
  return {
    limits: [{ key, set: { kind: "sum", max: before + amount } }],
    uses: [{ key, amount }],
  };
}
