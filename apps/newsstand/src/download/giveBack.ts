import { day, instant } from "@farthing/core";
import { FarthingError } from "@farthing/sdk";
import type { Desk } from "../desk.ts";
import type { Delivery } from "../store/deliveries.ts";

/** More refunds than this for one payer in 24 hours are for a person to look at: else "never arrived" is a free shop. */
const refundsMax = 3;

/** Gives back the money of each download that failed or is late. What the wallet cannot do now is tried again later. */
export async function giveBack(desk: Desk): Promise<void> {
  for (const delivery of desk.deliveries.owed(desk.clock.now())) await giveBackOne(desk, delivery);
}

async function giveBackOne(desk: Desk, { payment, payer }: Delivery): Promise<void> {
  const { deliveries, purchases, clock, log } = desk;
  // From here on a confirmation comes too late: never both the file and the money by one answer of ours.
  deliveries.move(payment, ["due"], "failed", clock.now());
  if (deliveries.refundedSince(payer, instant(clock.now() - day)) >= refundsMax) {
    deliveries.move(payment, ["failed"], "by-hand", clock.now());
    log(`${payment} was not delivered, and its payer got ${refundsMax} refunds today: look at it.`);
    return;
  }
  try {
    await desk.farthing.refund({ payment, reason: "not-received" });
    if (deliveries.move(payment, ["failed"], "refunded", clock.now())) {
      log(`${payment} was not delivered and is refunded.`);
    }
    purchases.close(payment);
  } catch (error) {
    if (!(error instanceof FarthingError)) throw error;
    if (error.retry !== "never") return;
    purchases.close(payment);
    const isBack = error.code === "already-undone" || error.code === "already-refunded";
    const state = error.code === "already-undone" ? "undone" : "refunded";
    deliveries.move(payment, ["failed"], isBack ? state : "by-hand", clock.now());
    log(`${payment} was not delivered, and was not refunded now: ${error.code}.`);
  }
}
