import {
  assert,
  type Asset,
  idToBytes,
  idToUint,
  instant,
  lengthPrefixed,
  ProblemError,
  utf8,
} from "@farthing/core";
import type { Entry, StoredEntry } from "@farthing/ledger";
import type { RefundRequest, RefundResponse } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { Merchant } from "../merchants/merchant.ts";
import { entryName } from "../payments/entryName.ts";
import { type PaymentMemo, readMemo, type RefundMemo } from "../payments/memo.ts";
import { entryTimeMs } from "../payments/receipt.ts";
import { returnEntry } from "../payments/returnEntry.ts";
import { returnId, returnOf, returnProblems } from "../payments/returnOf.ts";
import { sha256 } from "../sha256.ts";

/**
 * Gives all of a payment back, once: price to the payer, fee to the merchant. The payer owns the resource no longer; no
 * limit is restored. The same request again is answered as before. An undo and a refund of one payment never both
 * happen. The merchant's account has no floor (no flag in the ledger), so that a payout before never refuses one.
 * Throws `not-found` (also for other merchants' payments), `already-undone`, `already-refunded` (for another reason).
 */
export async function refund(
  deps: Deps,
  merchant: Merchant,
  request: RefundRequest,
): Promise<RefundResponse> {
  const { entry, memo } = paymentOfMerchant(deps, merchant, request.payment);
  // A payment that was undone before there were refunds holds no claim that would refuse this one.
  if (returnOf(deps, entry).kind === "undone") throw new ProblemError("already-undone");
  const submitted = await refundEntry(deps, { entry, memo, reason: request.reason });
  const { status } = await deps.ledger.submitEntry(submitted);
  const after = returnOf(deps, entry);
  assert(after.kind !== "none", `a payment is refunded: ${status}`);
  if (status !== "created" && status !== "exists") {
    throw new ProblemError(returnProblems[after.kind]);
  }
  const refundedAt = entryTimeMs(after.entry);
  await closeAsked(deps, { payment: request.payment, at: refundedAt });
  const price = { amount: memo.amount, asset: memo.asset as Asset };
  return { payment: request.payment, price, refundedAt };
}

function paymentOfMerchant(
  deps: Deps,
  merchant: Merchant,
  payment: string,
): { entry: StoredEntry; memo: PaymentMemo } {
  const entry =
    idToBytes("payment", payment) === null
      ? null
      : deps.ledger.lookupEntry(idToUint("payment", payment));
  // The ledger's own entries (expiries) carry no memo.
  const memo = entry?.status === "created" && entry.memo.length > 0 ? readMemo(entry.memo) : null;
  if (entry === null || memo?.kind !== "payment" || memo.merchant !== merchant.id) {
    throw new ProblemError("not-found");
  }
  return { entry, memo };
}

async function refundEntry(
  deps: Deps,
  of: { entry: StoredEntry; memo: PaymentMemo; reason: string },
): Promise<Entry> {
  const { entry, memo: paid, reason } = of;
  const { payer, merchant, amount, asset } = paid;
  const id = returnId(entry, paid, "refunded");
  const payment = entryName(entry.id);
  const memo: RefundMemo = {
    v: 1,
    kind: "refund",
    payer,
    merchant,
    payment,
    amount,
    asset,
    reason,
  };
  return {
    ...(await returnEntry(deps, { payment: entry, paid, id, memo })),
    time: entryTime(deps),
    facts: sha256(lengthPrefixed(...["refund", payment, reason].map(utf8))),
  };
}

/**
 * Now, years after the payment perhaps; but never behind the journal: an id is used up by a refusal too, and
 * `clock_skew` after the machine's clock stepped back would keep the money for ever.
 */
function entryTime({ clock, ledger }: Deps) {
  return instant(Math.max(clock.now(), entryTimeMs(ledger.head())));
}

/** For the merchant's list only. Left open by a crash just here, it is closed by the retry and hidden by the payment's status. */
async function closeAsked(deps: Deps, of: { payment: string; at: number }): Promise<void> {
  await deps.store
    .updateTable("refund_requests")
    .set({ refunded_at: of.at })
    .where("payment_id", "=", of.payment)
    .where("refunded_at", "is", null)
    .execute();
}
