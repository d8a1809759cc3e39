import { assert } from "@farthing/core";
import { type StoredEntry, transferId } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { blockKey } from "../payments/keys.ts";

/** Whether the operator stopped this merchant: the ledger's word, true for every process in the same moment. */
export function isBlocked(deps: Pick<Deps, "ledger">, merchant: string): boolean {
  return closingOf(deps, merchant) !== null;
}

/** The entry that keeps a merchant's account closed now, and its closing transfer; null: it is open. */
export function closingOf(
  { ledger }: Pick<Deps, "ledger">,
  merchant: string,
): { readonly holder: bigint; readonly closing: bigint } | null {
  const [holder] = ledger.lookupClaims([blockKey(merchant)]);
  const entry: StoredEntry | null =
    holder === null || holder === undefined ? null : ledger.lookupEntry(holder);
  if (entry === null) return null;
  assert(entry.transfers.length > 0, "a block closes an account");
  // Also after money went through it: the closing transfer is always the last.
  return { holder: entry.id, closing: transferId(entry.id, entry.transfers.length - 1) };
}
