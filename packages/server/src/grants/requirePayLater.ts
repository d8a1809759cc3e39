import { assert, ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { merchantById } from "../merchants/merchant.ts";
import { readOffer } from "../offers/readOffer.ts";
import { type PayLaterAsk, payLaterView } from "../tabs/payLaterView.ts";
import { hasMovedOn } from "../tabs/walletOfGuest.ts";
import { loadGrant } from "./grant.ts";

/**
 * Before a guest is made who could buy nothing: where nobody pays later, the network's guests owe as much as they may, or
 * a wallet paid this guest's bill.
 * Throws `pay-later-unavailable`. For a guest who is known the ledger's own answer says why.
 */
export async function requirePayLater(
  deps: Deps,
  { id, ...later }: PayLaterAsk & { id: string },
): Promise<void> {
  const { row } = await loadGrant(deps, id);
  const merchant = await merchantById(deps, row.merchant_id);
  assert(merchant !== null, "a grant's merchant exists");
  const { amount } = readOffer(deps, row.offer);
  const view = payLaterView(deps, { ...later, merchant, amount });
  const hasMoved = await hasMovedOn(deps, later.guest);
  const isOver = hasMoved || view === null || view.state === "closed" || view.state === "too-dear";
  if (isOver || (later.guest === null && view.state !== "open"))
    throw new ProblemError("pay-later-unavailable");
}
