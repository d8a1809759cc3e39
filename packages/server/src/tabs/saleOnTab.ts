import { assert } from "@farthing/core";
import type { LimitGive, PaymentAccounts, StoredEntry } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { paymentAccounts, tabAccounts } from "../payments/enrolment.ts";
import { entryName } from "../payments/entryName.ts";
import { accountId, tabKeys, tabSaleKey } from "../payments/keys.ts";
import { type PaymentMemo, readMemo } from "../payments/memo.ts";

/** Where a sale on a guest's tab stands, as the ledger knows it. */
export type SaleOnTab =
  | { readonly state: "unpaid" }
  /** Given back while it was unpaid, or written off. */
  | { readonly state: "over" }
  /** `by`: the payer whose wallet paid; null: a rail did. */
  | { readonly state: "paid"; readonly by: string | null };

/** Null for a payment that was paid when it was made. */
export function saleOnTab(
  { ledger }: Pick<Deps, "ledger">,
  { entry, memo }: { entry: Pick<StoredEntry, "id">; memo: PaymentMemo },
): SaleOnTab | null {
  if (memo.tab !== true) return null;
  const [holder] = ledger.lookupClaims([tabSaleKey(entryName(entry.id))]);
  if (holder === undefined || holder === null) return { state: "unpaid" };
  const end = ledger.lookupEntry(holder);
  assert(end !== null, "a claim is held by an entry");
  const ended = readMemo(end.memo);
  return ended.kind === "settle-tab" ? { state: "paid", by: ended.by ?? null } : { state: "over" };
}

/** Whose a payment is: what a wallet paid of a guest's bill is that wallet's. */
export function ownerOfSale(
  deps: Pick<Deps, "ledger">,
  paid: { entry: Pick<StoredEntry, "id">; memo: PaymentMemo },
): string {
  const sale = saleOnTab(deps, paid);
  return (sale?.state === "paid" ? sale.by : null) ?? paid.memo.payer;
}

/** Between whom money goes back: what was paid from a rail goes back to it. */
export function accountsOfSale(
  { payer, merchant }: PaymentMemo,
  sale: SaleOnTab | null,
): PaymentAccounts {
  if (sale === null) return paymentAccounts(payer, merchant);
  if (sale.state !== "paid") return tabAccounts(payer, merchant);
  const accounts = paymentAccounts(sale.by ?? payer, merchant);
  return sale.by === null ? { ...accounts, payer: accountId("rail:sandbox", "") } : accounts;
}

/** The tab owes less, and has room for another: what the network may owe in a day is not given back. */
export function tabGives({ uses, timestamp }: StoredEntry, guest: string): LimitGive[] {
  const { owed, sales } = tabKeys(guest);
  const own = uses.filter(({ key }) => key === owed || key === sales);
  return own.map((use) => ({ ...use, usedAt: timestamp }));
}
