import type { Entry, TransferInput } from "../entry.ts";
import { giveBack } from "./giveBack.ts";
import type { PaymentAccounts, Price } from "./price.ts";
import { transferCodes } from "./transferCodes.ts";

/**
 * The fee that is back once `given` of the price is: in proportion, rounded up, so that the operator's part of what the
 * merchant keeps is rounded down, as in a charge. Nothing at 0, all of it at the whole price, never less than before.
 */
function feeBack({ amount, fee }: Price, given: bigint): bigint {
  return (fee * given + amount - 1n) / amount;
}

/**
 * Gives all of a payment back, or a piece: operator → merchant the fee in proportion, merchant → payer the piece. Pieces in
 * any number and size return exactly price and fee when all is back. No limit is restored. A merchant has no floor.
 * `limit_exceeded` when anything else was given back since `before` was read (see `giveBack`): read again.
 *
 * @example refund({ price, accounts, key: givenBackKey, before: 0n, amount: price.amount })
 */
export function refund(of: {
  /** What was paid. */
  readonly price: Price;
  readonly accounts: PaymentAccounts;
  /** The limit that bounds what is given back of this payment. */
  readonly key: bigint;
  /** Given back before this piece. */
  readonly before: bigint;
  readonly amount: bigint;
}): Required<Pick<Entry, "transfers" | "limits" | "uses">> {
  const { price, accounts, key, before, amount } = of;
  const { asset } = price;
  const { payer, merchant, fees } = accounts;
  const bound = giveBack({ key, paid: price.amount, before, amount });
  const fee = feeBack(price, before + amount) - feeBack(price, before);
  const transfers: TransferInput[] = [
    { debit: fees, credit: merchant, amount: fee, asset, code: transferCodes.fee },
    { debit: merchant, credit: payer, amount, asset, code: transferCodes.payment },
  ];
  return { transfers: transfers.slice(fee === 0n ? 1 : 0), ...bound };
}
