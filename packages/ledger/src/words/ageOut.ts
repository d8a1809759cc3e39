import { assert, type Asset } from "@farthing/core";
import type { TransferInput } from "../entry.ts";
import { transferCodes } from "./transferCodes.ts";

const wholeBasisPoints = 10_000n;

/** What of an unpaid sale the operator bears, rounded down: the remainder is the merchant's loss. */
export function borneOf(amount: bigint, borneBasisPoints: number): bigint {
  assert(
    Number.isInteger(borneBasisPoints) && borneBasisPoints >= 0 && borneBasisPoints <= 10_000,
    "a share is 0 to 100 %",
  );
  return (amount * BigInt(borneBasisPoints)) / wholeBasisPoints;
}

/**
 * Writes off a sale that stayed on a tab: unsettled → tab the merchant's loss; of `borne` the operator pays the tab and the
 * merchant gets what was sold, without a fee. The tab owes nothing of it afterwards.
 *
 * @example ageOut({ tab, unsettled, merchant, losses, amount: 50_000n, borne: 25_000n, asset: "PLAY/6" })
 */
export function ageOut(of: {
  readonly tab: bigint;
  readonly unsettled: bigint;
  readonly merchant: bigint;
  readonly losses: bigint;
  readonly amount: bigint;
  readonly borne: bigint;
  readonly asset: Asset;
}): TransferInput[] {
  const { tab, unsettled, merchant, losses, amount, borne, asset } = of;
  assert(amount > 0n && borne >= 0n && borne <= amount, "what is borne is a part of the sale");
  const code = transferCodes.agedOut;
  const legs: TransferInput[] = [
    { debit: unsettled, credit: tab, amount: amount - borne, asset, code },
    { debit: losses, credit: tab, amount: borne, asset, code },
    { debit: unsettled, credit: merchant, amount: borne, asset, code },
  ];
  return legs.filter((leg) => leg.amount !== 0n);
}
