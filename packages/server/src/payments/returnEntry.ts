import type { Entry, StoredEntry } from "@farthing/ledger";
import { entryFacts } from "./entryFacts.ts";
import type { Deps } from "../deps.ts";
import { ownershipKey } from "./keys.ts";
import type { PaymentMemo, RefundMemo, UndoMemo } from "./memo.ts";

/** What an undo and a refund have in common beside the money: the facts, and that the ownership ends when all is back. */
export async function returnEntry(
  deps: Deps,
  of: {
    payment: StoredEntry;
    paid: PaymentMemo;
    id: bigint;
    memo: UndoMemo | RefundMemo;
    isAll: boolean;
  },
): Promise<Required<Pick<Entry, "id" | "releases" | "memo" | "commitment">>> {
  const { payment, paid, id, memo, isAll } = of;
  const { payer, merchant, resource } = paid;
  const owned = ownershipKey(payer, merchant, resource);
  // The allowance that the same approval opened stands, and the grant stays answered.
  const isOwned = payment.claims.includes(owned);
  return {
    releases: isAll && isOwned ? [{ key: owned, holder: payment.id }] : [],
    ...(await entryFacts(deps, id, memo)),
  };
}
