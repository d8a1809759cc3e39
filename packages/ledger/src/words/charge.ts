import { assert } from "@farthing/core";
import type { TransferInput } from "../entry.ts";
import type { PaymentAccounts, Price } from "./price.ts";
import { transferCodes } from "./transferCodes.ts";

/**
 * A sale: the price payer → merchant, then the fee merchant → operator. `exceeds_credits` when the payer has less.
 *
 * @example charge(priced({ amount: 50_000n, asset: "PLAY/6" }, 500), { payer, merchant, fees })
 */
export function charge(price: Price, accounts: PaymentAccounts): TransferInput[] {
  const { amount, fee, asset } = price;
  const { payer, merchant, fees } = accounts;
  assert(fee >= 0n && fee <= amount, "a fee is at most its price");
  return [
    { debit: payer, credit: merchant, amount, asset, code: transferCodes.payment },
    ...feeOf(price, { merchant, fees }),
  ];
}

/** The fee's own leg; none when there is no fee. */
export function feeOf(
  { fee, asset }: Price,
  { merchant, fees }: Omit<PaymentAccounts, "payer">,
): TransferInput[] {
  if (fee === 0n) return [];
  return [{ debit: merchant, credit: fees, amount: fee, asset, code: transferCodes.fee }];
}
