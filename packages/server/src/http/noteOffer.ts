import type { ReadOffer } from "../offers/readOffer.ts";
import type { RequestState } from "./context.ts";

/** A request is about this offer: what is asked of its payer counts for that merchant and price. */
export function noteOffer(state: RequestState, { claims, amount }: ReadOffer): void {
  state.merchant = claims.aud;
  state.price = amount;
}
