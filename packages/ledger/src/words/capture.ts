import { assert } from "@farthing/core";
import type { TransferInput } from "../entry.ts";
import { amountAll, transferFlags } from "../flags.ts";
import type { HoldState } from "../ledger.ts";
import { feeOf } from "./charge.ts";
import { priced } from "./price.ts";

/**
 * Makes all of a hold final, or a part of it, once; the rest goes back to the payer at once. The fee is of what is
 * captured, by the rate, or the one that was agreed to when all of it was held. More than is held is `exceeds_pending_transfer_amount`; a second capture `pending_transfer_already_posted`;
 * after the hold's time `pending_transfer_expired`, after its release `pending_transfer_already_voided`.
 *
 * @example capture({ hold: ledger.lookupHolds([id])[0], amount: 20_000n, feeBasisPoints: 500, fees })
 */
export function capture(
  of: {
    readonly hold: Pick<HoldState, "id" | "amount" | "asset" | "credit">;
    /** Default: all that is held. */
    readonly amount?: bigint;
    readonly fees: bigint;
  } & ({ readonly feeBasisPoints: number } | { readonly fee: bigint }),
): TransferInput[] {
  const { hold, amount = hold.amount, fees } = of;
  assert(amount > 0n, "capturing nothing is a release");
  assert(amount < amountAll, "what is captured is an amount, so that the fee is of it");
  const { asset } = hold;
  const price =
    "fee" in of ? { amount, fee: of.fee, asset } : priced({ amount, asset }, of.feeBasisPoints);
  assert(price.fee <= amount, "a fee is at most its price");
  return [
    // Its account says whose turn a capture takes (writer/laneOf.ts); the rest is the hold's.
    { flags: transferFlags.postPendingTransfer, pendingId: hold.id, amount, credit: hold.credit },
    ...feeOf(price, { merchant: hold.credit, fees }),
  ];
}
