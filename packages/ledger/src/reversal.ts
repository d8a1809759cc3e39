import type { Entry, LimitGive, TransferInput } from "./entry.ts";
import { transferFlags } from "./flags.ts";
import type { StoredEntry, StoredTransfer } from "./result.ts";

function opposite(transfer: StoredTransfer): TransferInput[] {
  const { id, kind, debit, credit, amount, asset, code } = transfer;
  if (kind === "pending") return [{ flags: transferFlags.voidPendingTransfer, pendingId: id }];
  if (kind === "voided" || kind === "expired") return [];
  return [{ debit: credit, credit: debit, amount, asset, code }];
}

/**
 * What an undo of `stored` must do: move every amount back (a hold is voided), give every limit back,
 * release every claim. The release also makes it happen once: the second reversal is `claim_not_held`.
 * A later refund takes only the transfers: it restores no limit.
 */
export function reversal(
  stored: StoredEntry,
): Required<Pick<Entry, "transfers" | "gives" | "releases">> {
  const gives: LimitGive[] = stored.uses.map((use) => ({ ...use, usedAt: stored.timestamp }));
  return {
    // Last in, first out: money that passed through an account in between is there again.
    transfers: stored.transfers.flatMap(opposite).reverse(),
    gives,
    releases: stored.claims.map((key) => ({ key, holder: stored.id })),
  };
}
