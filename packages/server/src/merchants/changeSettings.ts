import type { MerchantSettings, MerchantSettingsRequest } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { type Merchant, merchantById } from "./merchant.ts";
import { writeSettings } from "./writeSettings.ts";

/**
 * What a merchant decides for all its pages. In this process it holds from the next request on, in others within ten
 * seconds. Throws `invalid-request` for a line in another asset.
 */
export async function changeSettings(
  deps: Deps,
  merchant: Merchant,
  change: MerchantSettingsRequest,
): Promise<MerchantSettings> {
  if (Object.keys(change).length > 0) await writeSettings(deps, merchant.id, change);
  const { payLater, lines } = (await merchantById(deps, merchant.id)) ?? merchant;
  const { asset } = deps.config;
  const money = (line: bigint | null) =>
    line === null ? null : { amount: line.toString(), asset };
  return { payLater, askAbove: money(lines.askAbove), neverAbove: money(lines.neverAbove) };
}
