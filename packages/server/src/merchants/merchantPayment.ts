import { type Asset, idToBytes, ProblemError } from "@farthing/core";
import type { MerchantPayment } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { readPaymentMemo } from "../payments/memo.ts";
import { finalFromMs, undoMsOf } from "../payments/receipt.ts";
import { projectionWaitMs } from "../projections/projection.ts";
import { billForMerchant } from "../tabs/billForMerchant.ts";
import type { Merchant } from "./merchant.ts";

/**
 * One payment of this merchant as the journal has it now: waits until the projection has read everything that was
 * committed before the question, so that an undo or a refund is never missed. Throws `not-found` (also for other merchants'
 * payments), `unavailable` when the projection lags.
 */
export async function merchantPayment(
  deps: Deps,
  merchant: Merchant,
  id: string,
): Promise<MerchantPayment> {
  if (idToBytes("payment", id) === null) throw new ProblemError("not-found");
  const fresh = await deps.projection.reached(deps.ledger.head().seq, projectionWaitMs);
  if (!fresh) throw new ProblemError("unavailable");
  const row = await deps.store
    .selectFrom("payments")
    .leftJoin("tab_sales as sale", "sale.payment", "payments.id")
    .select(["status", "payments.amount as amount", "given_back", "payments.fee as fee"])
    .select(["asset", "resource", "payments.at as at", "memo", billForMerchant.as("bill")])
    .select("settled_at")
    .where("payments.id", "=", id)
    .where("payments.merchant_id", "=", merchant.id)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError("not-found");
  const asset = row.asset as Asset;
  const undoMs = undoMsOf(readPaymentMemo(row.memo), deps.config.undoMs);
  return {
    id,
    status: row.status,
    bill: row.bill,
    price: { amount: row.amount.toString(), asset },
    fee: { amount: row.fee.toString(), asset },
    givenBack: { amount: row.given_back.toString(), asset },
    resource: row.resource,
    capturedAt: row.settled_at ?? row.at,
    undoUntil: finalFromMs(row.settled_at ?? row.at, undoMs),
  };
}
