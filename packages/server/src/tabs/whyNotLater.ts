import type { Deps } from "../deps.ts";
import type { Merchant } from "../merchants/merchant.ts";
import type { Tab } from "./tabOf.ts";
import { offersPayLater } from "./tabRefusal.ts";

/** Why this price does not go on a guest's bill now; null: as far as the bill goes, it does. */
export function whyNotLater(
  deps: Pick<Deps, "config" | "clock" | "policies" | "brake">,
  {
    tab,
    merchant,
    amount,
  }: { tab: Tab; merchant: Pick<Merchant, "payLater" | "lines">; amount: bigint },
): "bill-closed" | "bill-due" | null {
  if (tab.isClosed || !offersPayLater(deps, merchant)) return "bill-closed";
  const { askAbove } = merchant.lines;
  if (askAbove !== null && amount > askAbove) return "bill-due";
  return tab.owed + amount > tab.line || tab.salesLeft < 1n ? "bill-due" : null;
}
