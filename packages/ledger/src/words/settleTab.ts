import { assert, type Asset } from "@farthing/core";
import { entryMax, type TransferInput } from "../entry.ts";
import { transferCodes } from "./transferCodes.ts";

/** Sales of one settlement at most: its entry holds a claim of each. */
export const tabSalesMax = entryMax.items;

/**
 * Pays a tab: payer (or rail) → tab. `exceeds_debits` when the tab owes less, `exceeds_credits` when the payer has less: nothing
 * happens then. What was sold waits unsettled until `settleShare`.
 *
 * @example settleTab({ payer, tab, amount: 50_000n, asset: "PLAY/6" })
 */
export function settleTab(of: {
  readonly payer: bigint;
  readonly tab: bigint;
  readonly amount: bigint;
  readonly asset: Asset;
}): TransferInput[] {
  const { payer, tab, amount, asset } = of;
  assert(amount > 0n, "a settlement pays something");
  return [{ debit: payer, credit: tab, amount, asset, code: transferCodes.settlement }];
}

/**
 * A merchant's part of a tab that was paid: unsettled → merchant, and the operator's part unsettled → fees. `amount`: what its
 * sales cost together, the fee with it.
 *
 * @example settleShare({ unsettled, merchant, fees, amount: 50_000n, fee: 2_500n, asset: "PLAY/6" })
 */
export function settleShare(of: {
  readonly unsettled: bigint;
  readonly merchant: bigint;
  readonly fees: bigint;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly asset: Asset;
}): TransferInput[] {
  const { unsettled: debit, merchant, fees, amount, fee, asset } = of;
  assert(amount > 0n && fee >= 0n && fee <= amount, "a fee is at most its price");
  const legs: TransferInput[] = [
    { debit, credit: merchant, amount: amount - fee, asset, code: transferCodes.settlement },
    { debit, credit: fees, amount: fee, asset, code: transferCodes.fee },
  ];
  return legs.filter((leg) => leg.amount !== 0n);
}
