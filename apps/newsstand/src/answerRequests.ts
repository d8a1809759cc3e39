import type { RefundRequestPage } from "@farthing/sdk";
import type { Desk } from "./desk.ts";
import { giveBack } from "./download/giveBack.ts";
import { prints } from "./wares/ware.ts";

/** Pages of open requests read at a time: a shop with more has people who answer them. */
const pagesMax = 20;

type Asked = RefundRequestPage["requests"][number];

/**
 * Answers what payers ask back: a download that was never confirmed is refunded, everything else is written into the
 * log, once, for a person to decide. Throws FarthingError while the wallet is silent.
 */
export async function answerRequests(desk: Desk): Promise<void> {
  let before: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const { requests, next } = await desk.farthing.refundRequests({ before });
    for (const request of requests) await answer(desk, request);
    if (next === null) return;
    before = next;
  }
}

async function answer(desk: Desk, request: Asked): Promise<void> {
  const { payment, reason, resource } = request;
  const isDownload = resource === `${desk.origin}${prints.path}`;
  if (isDownload && reason === "not-received") {
    // Paid, but the receipt never came here, as when the tab was closed at once: nothing was delivered.
    const dueAt = desk.clock.now();
    desk.deliveries.begin({ payment, visitor: "", payer: payment, dueAt, isBroken: false });
    const isOwed = desk.deliveries.move(payment, ["due"], "failed", desk.clock.now());
    if (isOwed) await giveBack(desk);
    if (isOwed || desk.deliveries.find(payment)?.state === "failed") return;
  }
  if (desk.asked.note(request)) {
    const { amount, asset } = request.price;
    desk.log(`A payer asks back ${payment} (${amount} ${asset}, ${resource}): ${reason}. Decide.`);
  }
}
