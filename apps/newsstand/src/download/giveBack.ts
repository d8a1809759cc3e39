import { day, instant } from "@farthing/core";
import { FarthingError } from "@farthing/sdk";
import type { Desk } from "../desk.ts";
import type { Delivery, DeliveryState } from "../store/deliveries.ts";

/** More refunds than this for one payer in 24 hours are for a person to look at: else "never arrived" is a free shop. */
const refundsMax = 3;

/** What the wallet says of a payment that it never gives back any more, and what becomes of the delivery. */
const lastWord: Readonly<Record<string, DeliveryState>> = {
  "already-undone": "undone",
  "already-refunded": "refunded",
  "not-found": "by-hand",
};

/** What giving back needs of the desk. */
export interface Till extends Pick<Desk, "deliveries" | "clock" | "log"> {
  readonly farthing: Pick<Desk["farthing"], "refund">;
  readonly purchases: Pick<Desk["purchases"], "close">;
}

/**
 * Gives back the money of each download that failed or is late. What the wallet cannot do now is tried again later;
 * answers with what a person must know about that, or nothing.
 */
export async function giveBack(desk: Till): Promise<string> {
  let trouble = "";
  for (const delivery of desk.deliveries.owed(desk.clock.now())) {
    trouble = (await giveBackOne(desk, delivery)) || trouble;
  }
  return trouble;
}

async function giveBackOne(desk: Till, { payment, payer }: Delivery): Promise<string> {
  const { deliveries, purchases, clock, log } = desk;
  // From here on a confirmation comes too late: never both the file and the money by one answer of ours.
  deliveries.move(payment, ["due"], "failed", clock.now());
  // Confirmed while another's refund was waited for: it arrived, and is paid for.
  if (deliveries.find(payment)?.state !== "failed") return "";
  if (deliveries.refundedSince(payer, instant(clock.now() - day)) >= refundsMax) {
    deliveries.move(payment, ["failed"], "by-hand", clock.now());
    log(`${payment} was not delivered, and its payer got ${refundsMax} refunds today: look at it.`);
    return "";
  }
  try {
    await desk.farthing.refund({ payment, reason: "not-received" });
    if (deliveries.move(payment, ["failed"], "refunded", clock.now())) {
      log(`${payment} was not delivered and is refunded.`);
    }
    purchases.close(payment);
  } catch (error) {
    if (!(error instanceof FarthingError)) throw error;
    const state = lastWord[error.code];
    // About this site (a wrong key) or the moment, and not about the payment: the money is owed until it is back.
    if (state === undefined) return error.retry === "never" ? `Refunds wait: ${error.code}` : "";
    purchases.close(payment);
    deliveries.move(payment, ["failed"], state, clock.now());
    log(`${payment} was not delivered, and was not refunded now: ${error.code}.`);
  }
  return "";
}
