import { assert } from "@farthing/core";
import type { Entry } from "../entry.ts";
import type { StoredTransfer } from "../result.ts";
import { giveBack } from "./giveBack.ts";
import { transferCodes } from "./transferCodes.ts";

/**
 * A payout that the rail sent back: rail → payable, all of it, once (`limit_exceeded` the second time). It is matured
 * money already and may be paid out again.
 *
 * @example payOutReturned(stored.transfers[0], { key: returnedKey })
 */
export function payOutReturned(
  payout: Pick<StoredTransfer, "debit" | "credit" | "amount" | "asset" | "code">,
  { key }: { readonly key: bigint },
): Required<Pick<Entry, "transfers" | "limits" | "uses">> {
  const { debit, credit, amount, asset, code } = payout;
  assert(code === transferCodes.payout, "what comes back was a payout");
  return {
    transfers: [{ debit: credit, credit: debit, amount, asset, code }],
    ...giveBack({ key, paid: amount, before: 0n, amount }),
  };
}
