import type { Entry, LimitGive, TransferInput } from "../entry.ts";
import type { StoredEntry, StoredTransfer } from "../result.ts";
import { giveBack } from "./giveBack.ts";
import { release } from "./release.ts";

function opposite(transfer: StoredTransfer): TransferInput[] {
  const { id, kind, debit, credit, amount, asset, code } = transfer;
  if (kind === "pending") return release(id);
  if (kind === "voided" || kind === "expired") return [];
  return [{ debit: credit, credit: debit, amount, asset, code }];
}

/**
 * An undo of `stored`: moves every amount back (a hold is voided), gives every limit back, releases every claim. It gives
 * back all that was paid, so it happens once and only before any refund: else `limit_exceeded`, or `claim_not_held`,
 * which is asked first, where the refund released a claim.
 *
 * @example reverse(payment, { key: givenBackKey, paid: price.amount })
 */
export function reverse(
  stored: Pick<StoredEntry, "id" | "timestamp" | "transfers" | "uses" | "claims">,
  { key, paid }: { readonly key: bigint; readonly paid: bigint },
): Required<Pick<Entry, "transfers" | "limits" | "uses" | "gives" | "releases">> {
  const gives: LimitGive[] = stored.uses.map((use) => ({ ...use, usedAt: stored.timestamp }));
  return {
    // Last in, first out: money that passed through an account in between is there again.
    transfers: stored.transfers.flatMap(opposite).reverse(),
    ...giveBack({ key, paid, before: 0n, amount: paid }),
    gives,
    releases: stored.claims.map((claim) => ({ key: claim, holder: stored.id })),
  };
}
