import { idFromBytes, ProblemError } from "@farthing/core";
import { type ArrivalSite, readArrival } from "@farthing/identity";
import type { Deps } from "../deps.ts";
import type { RequestState } from "../http/context.ts";
import { noteOffer } from "../http/noteOffer.ts";
import { readOffer } from "../offers/readOffer.ts";
import { waitingRow } from "./grant.ts";

/**
 * A grant for a page that was reached from another site with an offer in its address, because frames
 * are blocked there: it has no key, so it can pay this once and never enrols one (rule 4). A typed or
 * mailed address is refused. Answers with the grant's id.
 */
export async function offerGrant(
  deps: Deps,
  ask: { offer: string; arrival: string },
  state: RequestState,
): Promise<string> {
  const offer = readOffer(deps, ask.offer);
  noteOffer(state, offer);
  const now = deps.clock.now();
  const arrival = { key: deps.keys.arrivalKey, text: ask.arrival, subject: "offer", now };
  const site = readArrival(arrival);
  if (!isFromSite(site)) throw new ProblemError("grant-not-from-button");
  await deps.rates.merchant(offer.claims.aud);
  const id = idFromBytes("grant", crypto.getRandomValues(new Uint8Array(16)));
  await deps.store
    .insertInto("grants")
    .values({
      id,
      merchant_id: offer.claims.aud,
      offer: ask.offer,
      offer_hash: offer.hash,
      thumbprint: null,
      alg: null,
      public_key: null,
      key_kept: 0,
      parent: null,
      return_to: offer.claims.resource,
      partition_hash: null,
      ...waitingRow(now),
    })
    .execute();
  state.asked = { id };
  return id;
}

/** Whether some page led here: nobody pays from an address that was typed or mailed. */
export function isFromSite(site: ArrivalSite | null): boolean {
  return site === "cross-site" || site === "same-site" || site === "same-origin";
}
