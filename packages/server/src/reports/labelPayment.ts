import type { RefundReason } from "@farthing/protocol";
import type { PaymentLabel } from "@farthing/risk";
import type { Deps } from "../deps.ts";
import { entryName } from "../payments/entryName.ts";
import type { Paid } from "../refunds/refund.ts";

const labelOf: Record<RefundReason, PaymentLabel> = {
  "not-me": "fraud",
  "not-received": "not-received",
  "charged-twice": "not-received",
  "not-as-described": "quality",
};

/** Keeps what a payment turned out to be, and tells the risk side now. Kept before: nothing changes. */
export async function labelPayment(
  deps: Deps,
  { entry, memo }: Paid,
  reason: RefundReason,
): Promise<void> {
  const label = labelOf[reason];
  const at = deps.clock.now();
  const payment = entryName(entry.id);
  const { numInsertedOrUpdatedRows } = await deps.store
    .insertInto("labels")
    .values({ payment_id: payment, merchant_id: memo.merchant, label, at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if ((numInsertedOrUpdatedRows ?? 0n) === 0n) return;
  deps.risk.labelled({ payment, merchant: memo.merchant, label, price: BigInt(memo.amount), at });
  deps.metrics.label(label);
}
