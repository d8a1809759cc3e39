import type { MerchantSettings } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { type Merchant, merchantById } from "./merchant.ts";

/**
 * What a merchant decides for all its pages. In this process it holds from the next request on, in others within ten
 * seconds.
 */
export async function changeSettings(
  deps: Deps,
  merchant: Merchant,
  change: { readonly payLater?: boolean | undefined },
): Promise<MerchantSettings> {
  const { payLater } = change;
  if (payLater !== undefined) {
    await deps.store
      .updateTable("merchants")
      .set({ pay_later: payLater ? 1 : 0 })
      .where("id", "=", merchant.id)
      .execute();
    deps.caches.merchants.delete(merchant.id);
  }
  const now = await merchantById(deps, merchant.id);
  return { payLater: now?.payLater ?? merchant.payLater };
}
