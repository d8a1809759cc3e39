import { ProblemError } from "@farthing/core";
import { type Entry, entryMax, throughBlock } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { accountId, blockKey } from "../payments/keys.ts";
import { closingOf } from "./isBlocked.ts";

/**
 * An entry about money that was agreed to before, also while one of its merchants is blocked: what goes back to a payer, and
 * a guest's bill. The accounts are opened for these transfers alone and closed again in the same entry, which holds the
 * claim from then on. Of two such entries at once the second is refused (`claim_not_held`), and one that meets a new block
 * too (`debit_account_already_closed`). Throws `unavailable`.
 */
export function aroundBlock(
  deps: Pick<Deps, "ledger" | "config">,
  merchants: readonly string[],
  entry: Entry,
): Entry {
  const { asset } = deps.config;
  const other = accountId("operator:fees", "");
  const blocked = [...new Set(merchants)].flatMap((merchant) => {
    const found = closingOf(deps, merchant);
    return found === null ? [] : [{ ...found, key: blockKey(merchant) }];
  });
  if (blocked.length === 0) return entry;
  const accounts = blocked.flatMap(({ closings }) =>
    closings.map((closing) => ({ ...closing, other, asset })),
  );
  // So many blocked merchants in one entry are more than it can open and close.
  const count = (entry.transfers ?? []).length + 2 * accounts.length;
  if (count > entryMax.items) throw new ProblemError("unavailable");
  return {
    ...entry,
    transfers: throughBlock(entry.transfers ?? [], accounts),
    releases: [...(entry.releases ?? []), ...blocked.map(({ key, holder }) => ({ key, holder }))],
    claims: [...(entry.claims ?? []), ...blocked.map(({ key }) => key)],
  };
}
