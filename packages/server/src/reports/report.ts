import { ProblemError, type Instant } from "@farthing/core";
import type { PaymentDetail, ReportReason } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { requireMade } from "../holds/requireMade.ts";
import { ownPayment, paymentDetail } from "../wallets/payment.ts";
import { workReport } from "./workReport.ts";

/**
 * A payer says what was wrong with a payment (rule 22). What it brings about at once is done when this resolves. Said
 * again, nothing changes, and what was cut off is finished. It never raises what is asked of the payer elsewhere nor ends
 * the session. Answers with the payment. Throws `not-found`, `payment-held`,
 * `payment-released`, `already-reported` for another reason than before, `unavailable`.
 */
export async function report(
  deps: Deps,
  { payer, id, reason }: { payer: string; id: string; reason: ReportReason },
): Promise<PaymentDetail> {
  const { entry, memo } = ownPayment(deps, { payer, id });
  if (memo.kind !== "payment") throw new ProblemError("not-found");
  requireMade(deps, entry, memo);
  const { merchant, time: paidAt } = memo;
  await openReport(deps, { payer, merchant, payment: id, reason, paidAt, at: deps.clock.now() });
  const { reason: first } = await deps.store
    .selectFrom("reports")
    .select("reason")
    .where("payment_id", "=", id)
    .executeTakeFirstOrThrow();
  if (first !== reason) throw new ProblemError("already-reported");
  await workReport(deps, { entry, memo }, reason);
  return paymentDetail(deps, { payer, id });
}

/** Durable before anything is done about it: what a crash cuts off, the duty finishes. */
async function openReport(
  deps: Deps,
  of: {
    payer: string;
    merchant: string;
    payment: string;
    reason: ReportReason;
    paidAt: number;
    at: Instant;
  },
): Promise<void> {
  const { payer, merchant, payment, reason, paidAt, at } = of;
  const isNew = await deps.store.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto("reports")
      .values({
        payment_id: payment,
        payer_id: payer,
        merchant_id: merchant,
        reason,
        paid_at: paidAt,
        reported_at: at,
        state: "open",
        due_at: at,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if ((numInsertedOrUpdatedRows ?? 0n) === 0n) return false;
    await trx
      .insertInto("report_steps")
      .values({ payment_id: payment, step: "reported", at, text: null })
      .execute();
    return true;
  });
  if (isNew) deps.metrics.report(reason, Math.max(0, at - paidAt) / 1_000);
}
