import { assert, type Asset } from "@farthing/core";
import type { TransferInput } from "../entry.ts";
import { transferCodes } from "./transferCodes.ts";

/**
 * The operator gives a merchant what a refund took that it should not have borne: losses → merchant. The payer keeps what
 * came back. `amount` is what the merchant lost: the price less the fee, which came back to it with the refund.
 *
 * @example makeWhole({ losses, merchant, amount: 47_500n, asset: "PLAY/6" })
 */
export function makeWhole(of: {
  readonly losses: bigint;
  readonly merchant: bigint;
  readonly amount: bigint;
  readonly asset: Asset;
}): TransferInput[] {
  const { losses, merchant, amount, asset } = of;
  assert(amount > 0n, "a merchant is made whole for a loss");
  return [{ debit: losses, credit: merchant, amount, asset, code: transferCodes.madeWhole }];
}
