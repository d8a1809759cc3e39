import { ProblemError } from "@farthing/core";
import type { AskRefundRequest, PaymentDetail } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { undoUntilMs } from "../payments/receipt.ts";
import { backProblem, returnOf } from "../payments/returnOf.ts";
import { ownPayment, paymentDetail } from "../wallets/payment.ts";

/**
 * "Ask for it back" (rule 18): tells the merchant once that this payer wants the money back, and why. Asked again,
 * nothing changes. What a part is back of can be asked for all the same. Answers with the payment as the wallet shows it. Throws `not-found`, `undo-first` while the payer
 * can still take it back alone, `already-undone`, `already-refunded`.
 */
export async function askRefund(
  deps: Deps,
  ask: { payer: string; id: string; request: AskRefundRequest },
): Promise<PaymentDetail> {
  const { payer, id, request } = ask;
  const { entry, memo } = ownPayment(deps, { payer, id });
  if (memo.kind !== "payment") throw new ProblemError("not-found");
  const back = backProblem(deps, entry);
  if (back !== null) throw new ProblemError(back);
  const now = deps.clock.now();
  // What is back in part is undone no more.
  const mayUndo = returnOf(deps, entry).kind === "none";
  if (mayUndo && now <= undoUntilMs(entry, memo, deps.config.undoMs)) {
    throw new ProblemError("undo-first");
  }
  await deps.store
    .insertInto("refund_requests")
    .values({
      payment_id: id,
      payer_id: payer,
      merchant_id: memo.merchant,
      reason: request.reason,
      asked_at: now,
      refunded_at: null,
    })
    .onConflict((conflict) => conflict.column("payment_id").doNothing())
    .execute();
  return paymentDetail(deps, { payer, id });
}
