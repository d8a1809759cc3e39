import { type Entry, throughBlock } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { accountId, blockKey } from "../payments/keys.ts";
import { closingOf } from "./isBlocked.ts";

/**
 * An entry that gives money of this merchant back, also while the merchant is blocked: its account is opened for these
 * transfers alone and closed again in the same entry, which holds the claim from then on. Of two such entries at once the
 * second is refused (`claim_not_held`), and one that meets a new block too (`debit_account_already_closed`).
 */
export function aroundBlock(
  deps: Pick<Deps, "ledger" | "config">,
  merchant: string,
  entry: Entry,
): Entry {
  const blocked = closingOf(deps, merchant);
  if (blocked === null) return entry;
  const key = blockKey(merchant);
  return {
    ...entry,
    transfers: throughBlock(entry.transfers ?? [], {
      closing: blocked.closing,
      account: accountId("merchant", merchant),
      other: accountId("operator:fees", ""),
      asset: deps.config.asset,
    }),
    releases: [...(entry.releases ?? []), { key, holder: blocked.holder }],
    claims: [...(entry.claims ?? []), key],
  };
}
