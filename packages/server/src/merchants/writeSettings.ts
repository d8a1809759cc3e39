import { parseAmount, ProblemError, type WireMoney } from "@farthing/core";
import type { MerchantSettingsRequest } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { Registry } from "./registerMerchant.ts";

type Has = Pick<Registry, "store" | "caches"> & { readonly config: Pick<Deps["config"], "asset"> };

/**
 * Writes what a merchant, or its operator, sets for all its pages. False: no such merchant. Throws `invalid-request` for a
 * line in another asset.
 */
export async function writeSettings(
  { store, caches, config: { asset } }: Has,
  merchant: string,
  { payLater, askAbove, neverAbove }: MerchantSettingsRequest,
): Promise<boolean> {
  const { numUpdatedRows } = await store
    .updateTable("merchants")
    .set({
      ...(payLater === undefined ? {} : { pay_later: payLater ? 1 : 0 }),
      ...(askAbove === undefined ? {} : { ask_above: lineOf("askAbove", askAbove, asset) }),
      ...(neverAbove === undefined ? {} : { never_above: lineOf("neverAbove", neverAbove, asset) }),
    })
    .where("id", "=", merchant)
    .executeTakeFirst();
  caches.merchants.delete(merchant);
  return numUpdatedRows === 1n;
}

function lineOf(name: string, line: WireMoney | null, asset: string): bigint | null {
  if (line === null) return null;
  if (line.asset !== asset) {
    throw new ProblemError("invalid-request", `\`${name}.asset\`: ${asset} is sold here`);
  }
  return parseAmount(line.amount);
}
