import type { Asset } from "@farthing/core";
import type { Bill, BillItem } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { reportView } from "../reports/reportView.ts";
import { balanceOf } from "../wallets/balance.ts";
import { walletNameOf } from "../wallets/walletName.ts";
import { freshTab, lineOf, type Tab, tabOf } from "./tabOf.ts";
import { hasMovedOn } from "./walletOfGuest.ts";
import { type UnpaidSale, unpaidSales } from "./unpaidSales.ts";

/** The bill in this browser. Sums and state are the ledger's; `guest` null: there is none. Throws `unavailable`. */
export async function readBill(
  deps: Deps,
  { guest, payer }: { guest: string | null; payer: string | null },
): Promise<Bill> {
  const known = guest === null ? null : tabOf(deps, guest);
  const sales = guest === null || known === null ? [] : await unpaidSales(deps, guest);
  const tab = known ?? freshTab(deps);
  return {
    mode: deps.config.mode,
    state: known === null ? "none" : stateOf(known),
    bill: lineOf(deps, tab),
    items: await itemsOf(deps, sales),
    settledBefore: known?.settledBefore ?? false,
    movedOn: await hasMovedOn(deps, guest),
    wallet:
      payer === null
        ? null
        : { name: await walletNameOf(deps, payer), balance: balanceOf(deps, payer) },
  };
}

function stateOf({ isClosed, owed, line, salesLeft }: Tab): Bill["state"] {
  if (isClosed) return "closed";
  return owed >= line || salesLeft < 1n ? "due" : "open";
}

async function itemsOf(deps: Deps, sales: readonly UnpaidSale[]): Promise<BillItem[]> {
  const names = new Map(
    (await deps.store.selectFrom("merchants").select(["id", "name"]).execute()).map(
      ({ id, name }) => [id, name],
    ),
  );
  const asset: Asset = deps.config.asset;
  return Promise.all(
    sales.map(async ({ payment, merchant_id: merchant, title, resource, amount, at }) => ({
      payment,
      merchant: names.get(merchant) ?? "",
      title,
      resource,
      amount: { amount: amount.toString(), asset },
      at,
      report: await reportView(deps, payment),
    })),
  );
}
