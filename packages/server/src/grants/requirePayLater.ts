import { assert, ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { merchantById } from "../merchants/merchant.ts";
import { readOffer } from "../offers/readOffer.ts";
import { type PayLaterAsk, payLaterView } from "../tabs/payLaterView.ts";
import { loadGrant } from "./grant.ts";

/**
 * Before a guest is made who could buy nothing: where nobody pays later, or the network's guests owe as much as they may.
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
  const isOver = view === null || view.state === "closed" || view.state === "too-dear";
  if (isOver || (later.guest === null && view.state !== "open"))
    throw new ProblemError("pay-later-unavailable");
}
