import type { OpenGrantResponse } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { Merchant } from "../merchants/merchant.ts";
import { freshTab, lineOf, type Tab, tabOf } from "./tabOf.ts";
import { offersPayLater } from "./tabRefusal.ts";
import { networkKey, tabRules } from "./tabUse.ts";
import { whyNotLater } from "./whyNotLater.ts";

/** Who asks to pay later, and from where. `guest` null: no bill in this browser yet. */
export interface PayLaterAsk {
  readonly guest: string | null;
  readonly address: string;
}

type View = NonNullable<OpenGrantResponse["payLater"]>;

/**
 * What the payment page may offer beside the passkey (rule 21); null: nothing. Only a look: the ledger's entry decides. A
 * guest whose bill waits to be paid hears of it also where nothing more goes on it.
 */
export function payLaterView(
  deps: Deps,
  of: PayLaterAsk & { merchant: Merchant; amount: bigint },
): View | null {
  const known = of.guest === null ? null : tabOf(deps, of.guest);
  const tab = known ?? freshTab(deps);
  if (!offersPayLater(deps, of.merchant) && tab.owed === 0n) return null;
  return { state: stateOf(deps, { ...of, tab }), bill: lineOf(deps, tab) };
}

function stateOf(
  deps: Deps,
  {
    tab,
    merchant,
    amount,
    address,
  }: PayLaterAsk & { tab: Tab; merchant: Merchant; amount: bigint },
): View["state"] {
  const why = whyNotLater(deps, { tab, merchant, amount });
  if (why === "bill-closed") return "closed";
  if (why === "bill-due") return tab.owed === 0n ? "too-dear" : "due";
  const [used] = deps.ledger.lookupLimits([networkKey(deps, address)]);
  const left = tabRules(deps).perBlockDay - (used?.used ?? 0n);
  return left < amount ? "network" : "open";
}
