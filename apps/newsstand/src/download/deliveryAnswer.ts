import { formatMoney } from "@farthing/core";
import type { Desk } from "../desk.ts";
import type { DeliveryState } from "../store/deliveries.ts";
import { prints } from "../wares/ware.ts";

/** How a delivery stands, in words: what happened to the money first. */
export interface DeliveryAnswer {
  readonly kind: DeliveryState | "nothing";
  readonly sentence: string;
}

const price = formatMoney(prints.price, "en");

const sentences: Record<DeliveryState, string> = {
  due: "",
  confirmed: "It arrived whole: this page compared its fingerprint (SHA-256) with ours.",
  failed: `It did not arrive, and we cannot send it now. Your ${price} goes back to your wallet by itself; you can close this page.`,
  refunded: `It did not arrive, so your ${price} is back in your wallet. Buy it again if you like.`,
  undone: "You took the payment back, so nothing more is sent.",
  "by-hand":
    "It did not arrive. We look at this payment by hand; your wallet shows what becomes of it.",
};

/** What is said to somebody who has no download here. */
export const nothingToDeliver: DeliveryAnswer = {
  kind: "nothing",
  sentence: "Nothing was bought here yet, so nothing can be sent. Nothing was charged.",
};

/** How the delivery of this payment stands. */
export function deliveryAnswer(
  { deliveries }: Pick<Desk, "deliveries">,
  payment: string,
): DeliveryAnswer {
  const state = deliveries.find(payment)?.state;
  return state === undefined ? nothingToDeliver : { kind: state, sentence: sentences[state] };
}
