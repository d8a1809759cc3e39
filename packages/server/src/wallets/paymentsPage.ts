import type { Asset } from "@farthing/core";
import type { PaymentPage } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { projectionWaitMs } from "../projections/projection.ts";

const pageSize = 50;

/**
 * A payer's payments and top-ups, newest first. Waits for the projection to show what was committed
 * before the question, so that a payer finds what was just paid; when it lags longer, what is shown
 * is older, never wrong. `before` is the `next` of the page above.
 */
export async function paymentsPage(
  deps: Deps,
  { payer, before }: { payer: string; before: bigint | null },
): Promise<PaymentPage> {
  await deps.projection.reached(deps.ledger.head().seq, projectionWaitMs);
  const rows = await deps.store
    .selectFrom("payments")
    .leftJoin("merchants", "merchants.id", "payments.merchant_id")
    .leftJoin("agents", "agents.id", "payments.allowance_id")
    .select([
      "payments.id as id",
      "kind",
      "status",
      "merchants.name as merchant",
      "agents.name as program",
      "title",
      "resource",
      "amount",
      "payments.asset as asset",
      "given_back",
      "at",
      "reversed_at",
      "held_until",
      "released",
      "seq",
    ])
    .where("payments.payer_id", "=", payer)
    .$if(before !== null, (query) => query.where("seq", "<", before ?? 0n))
    .orderBy("seq", "desc")
    .limit(pageSize + 1)
    .execute();
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  return {
    payments: shown.map((row) => ({
      id: row.id,
      kind: row.kind,
      status: row.status,
      merchant: row.merchant ?? "",
      program: row.program,
      title: row.title,
      resource: row.resource,
      amount: { amount: row.amount.toString(), asset: row.asset as Asset },
      givenBack: { amount: row.given_back.toString(), asset: row.asset as Asset },
      at: row.at,
      reversedAt: row.reversed_at,
      heldUntil: row.held_until,
      released: row.released,
    })),
    next: rows.length > pageSize && last !== undefined ? last.seq.toString() : null,
  };
}
