import { ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { type Merchant, merchantById } from "../merchants/merchant.ts";
import { readOffer, type ReadOffer } from "../offers/readOffer.ts";

/** An offer on a page of the merchant that made it. */
export interface OfferOn {
  readonly offer: ReadOffer;
  readonly merchant: Merchant;
}

/**
 * The offer that a frame shows, on a page that its merchant registered (rule 8). Counts against the merchant's rate.
 * Throws `origin-not-registered`, `wrong-merchant`, problems of the offer.
 */
export async function offerOn(
  deps: Deps,
  ask: { offer: string; parent: string },
): Promise<OfferOn> {
  const offer = readOffer(deps, ask.offer);
  const merchant = await merchantById(deps, offer.claims.aud);
  if (merchant === null) throw new ProblemError("wrong-merchant");
  if (!merchant.origins.includes(ask.parent)) throw new ProblemError("origin-not-registered");
  await deps.rates.merchant(merchant.id);
  return { offer, merchant };
}
