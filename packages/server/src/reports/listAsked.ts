import { type Asset, ProblemError } from "@farthing/core";
import { RefundReason, type RefundRequestPage } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { Merchant } from "../merchants/merchant.ts";
import { projectionWaitMs } from "../projections/projection.ts";

const pageSize = 50;

/** Where a page ended: when the last one was asked and, for those of the same moment, its payment. */
export interface AskedCursor {
  readonly askedAt: number;
  readonly payment: string;
}

/**
 * What payers ask this merchant to give back and neither got, in part or whole, nor took back since, newest first. Throws `unavailable` when
 * the projection lags: a refund made a moment ago must not be listed as open.
 */
export async function listAsked(
  deps: Deps,
  merchant: Merchant,
  before: AskedCursor | null,
): Promise<RefundRequestPage> {
  const fresh = await deps.projection.reached(deps.ledger.head().seq, projectionWaitMs);
  if (!fresh) throw new ProblemError("unavailable");
  const rows = await openRows(deps, merchant, before);
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  return {
    requests: shown.map((row) => ({
      payment: row.payment_id,
      reason: RefundReason.parse(row.reason),
      resource: row.resource,
      price: { amount: row.amount.toString(), asset: row.asset as Asset },
      askedAt: row.reported_at,
    })),
    next:
      rows.length > pageSize && last !== undefined
        ? `${last.reported_at}-${last.payment_id}`
        : null,
  };
}

function openRows(deps: Deps, merchant: Merchant, before: AskedCursor | null) {
  return deps.store
    .selectFrom("reports")
    .innerJoin("payments", "payments.id", "payment_id")
    .select(["payment_id", "reason", "reported_at", "resource", "amount", "asset"])
    .where("reports.merchant_id", "=", merchant.id)
    .where("reports.state", "in", ["asked", "contested"])
    .where("status", "in", ["captured", "partly-refunded"])
    .$if(before !== null, (query) =>
      query.where((row) =>
        row(
          row.refTuple("reported_at", "payment_id"),
          "<",
          row.tuple(before?.askedAt ?? 0, before?.payment ?? ""),
        ),
      ),
    )
    .orderBy("reported_at", "desc")
    .orderBy("payment_id", "desc")
    .limit(pageSize + 1)
    .execute();
}
