import { assert } from "@farthing/core";
import { isBlockOf } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { accountId, blockKey } from "../payments/keys.ts";

/** The accounts on which a merchant is paid: its own, and what waits on the bills of guests. A block stops both. */
export const merchantAccounts = (merchant: string): readonly bigint[] => [
  accountId("merchant", merchant),
  accountId("merchant-unsettled", merchant),
];

/** Whether the operator stopped this merchant: the ledger's word, true for every process in the same moment. */
export function isBlocked(deps: Pick<Deps, "ledger">, merchant: string): boolean {
  return closingOf(deps, merchant) !== null;
}

/** The entry that keeps a merchant's accounts closed now, and the closing transfer of each; null: they are open. */
export function closingOf(
  { ledger }: Pick<Deps, "ledger">,
  merchant: string,
): {
  readonly holder: bigint;
  readonly closings: readonly { readonly account: bigint; readonly closing: bigint }[];
} | null {
  const [holder] = ledger.lookupClaims([blockKey(merchant)]);
  const entry = holder === null || holder === undefined ? null : ledger.lookupEntry(holder);
  if (entry === null) return null;
  const closings = merchantAccounts(merchant).map((account) => {
    // Also after money went through it: it was closed again after that.
    const last = entry.transfers.findLast((transfer) => isBlockOf(account, transfer));
    assert(last !== undefined, "a block closes each account");
    return { account, closing: last.id };
  });
  return { holder: entry.id, closings };
}
