import { assert, type Asset } from "@farthing/core";
import { entryMax, type TransferInput } from "../entry.ts";
import { transferCodes } from "./transferCodes.ts";

/** One receiver and its part, as a weight among the others: 1 and 1 are halves, 70 and 30 are percent. */
export interface Share {
  readonly account: bigint;
  readonly weight: bigint;
}

/**
 * One amount to several receivers, exactly: each gets its part rounded down, and the units that remain go one each to the
 * first whose part was rounded. Who gets nothing gets no transfer.
 *
 * @example split({ from, amount: 100n, asset, to: [{ account: a, weight: 2n }, { account: b, weight: 1n }] }) // 67, 33
 */
export function split(of: {
  readonly from: bigint;
  readonly amount: bigint;
  readonly asset: Asset;
  readonly to: readonly Share[];
}): TransferInput[] {
  const { from, amount, asset, to } = of;
  const whole = to.reduce((sum, { weight }) => sum + weight, 0n);
  assert(to.length <= entryMax.items, "an entry has at most 64 transfers");
  assert(to.every(({ weight }) => weight >= 0n) && whole > 0n, "weights are parts of something");
  assert(amount >= 0n, "what is split is not negative");
  const parts = to.map(({ weight }) => (amount * weight) / whole);
  let left = amount - parts.reduce((sum, part) => sum + part, 0n);
  return to.flatMap(({ account, weight }, at) => {
    const isRounded = (amount * weight) % whole > 0n;
    const one = left > 0n && isRounded ? 1n : 0n;
    left -= one;
    const part = (parts[at] ?? 0n) + one;
    if (part === 0n) return [];
    return [{ debit: from, credit: account, amount: part, asset, code: transferCodes.split }];
  });
}
