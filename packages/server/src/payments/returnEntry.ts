import { type Entry, reversal, type StoredEntry } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { commitment } from "./commitment.ts";
import { entryName } from "./entryName.ts";
import { groupKeys } from "./groupKeys.ts";
import { ownershipKey, returnedKey } from "./keys.ts";
import { memoBytes, type PaymentMemo, type RefundMemo, type UndoMemo } from "./memo.ts";

/** What an undo and a refund have in common: the rest is theirs. */
type ReturnEntry = Required<
  Pick<Entry, "id" | "transfers" | "claims" | "releases" | "memo" | "commitment">
>;

/**
 * Price and fee go back, the ownership ends, and the claim that a payment is given back once is taken: whichever of an
 * undo and a refund comes second is refused by the ledger, whatever their callers saw. Restores no limit.
 */
export async function returnEntry(
  deps: Deps,
  of: { payment: StoredEntry; paid: PaymentMemo; id: bigint; memo: UndoMemo | RefundMemo },
): Promise<ReturnEntry> {
  const { payment, paid, id, memo } = of;
  const { payer, merchant, resource } = paid;
  const { transfers, releases } = reversal(payment);
  const owned = ownershipKey(payer, merchant, resource);
  return {
    id,
    transfers,
    claims: [returnedKey(entryName(payment.id))],
    // The allowance that the same approval opened stands, and the grant stays answered.
    releases: releases.filter(({ key }) => key === owned),
    memo: memoBytes(memo),
    commitment: commitment(memo, id, await groupKeys(deps, { payer, merchant })),
  };
}
