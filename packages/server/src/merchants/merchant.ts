import { second } from "@farthing/core";
import type { MerchantLines } from "@farthing/risk";
import type { Selectable } from "kysely";
import type { Deps } from "../deps.ts";
import { unseal } from "../seal.ts";
import type { MerchantTable } from "../store/tables.ts";

/** Somebody who sells, as use cases need them. */
export interface Merchant {
  readonly id: string;
  readonly name: string;
  /** Registered origins: where the button may stand and resources may lie. */
  readonly origins: readonly string[];
  readonly feeBasisPoints: number;
  /** Whether guests pay later here. */
  readonly payLater: boolean;
  /** What it set for its own pages beside the policy. */
  readonly lines: MerchantLines;
  /** Salts the merchant's disclosure group in the public log. */
  readonly groupKey: Uint8Array;
}

// Another process may edit a merchant: this one sees it after at most that long.
const cacheMs = 10 * second;

/** The merchant of that id, or `null`. Read from memory for up to ten seconds: cheap enough for every click. */
export async function merchantById(deps: Deps, id: string): Promise<Merchant | null> {
  const now = deps.clock.now();
  const cached = deps.caches.merchants.get(id);
  if (cached !== undefined && now < cached.until) return cached.merchant;
  const row = await deps.store
    .selectFrom("merchants")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const merchant = merchantFromRow(deps, row);
  deps.caches.merchants.set(id, { merchant, until: now + cacheMs });
  return merchant;
}

function merchantFromRow(deps: Deps, row: Selectable<MerchantTable>): Merchant {
  return {
    id: row.id,
    name: row.name,
    origins: JSON.parse(row.origins) as string[],
    feeBasisPoints: row.fee_basis_points,
    payLater: row.pay_later === 1,
    lines: { askAbove: row.ask_above, neverAbove: row.never_above },
    groupKey: unseal(deps.keys.fieldKey, row.id, row.group_key_sealed),
  };
}
