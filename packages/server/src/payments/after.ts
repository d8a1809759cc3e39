import type { AfterResponse, KeyProof } from "@farthing/protocol";
import { sql } from "kysely";
import type { Deps } from "../deps.ts";
import { projectionWaitMs } from "../projections/projection.ts";
import { week } from "../wallets/week.ts";
import { paymentOfKey } from "./paymentOfKey.ts";
import { entryTimeMs } from "./receipt.ts";

/** Rule 25: after so many payments the payer is told what the week cost. */
const everyPayments = 10;

/**
 * What the frame may say once a payment is done: after every tenth of the payer, wherever the others were made, the sum
 * of the week. Only to the key that paid. Nothing is said rather than something late, while the lists lag.
 */
export async function after(
  deps: Deps,
  ask: { payment: string; proof: KeyProof },
): Promise<AfterResponse> {
  const { entry, memo } = paymentOfKey(deps, { ...ask, purpose: "after" });
  const isShown = await deps.projection.reached(entry.seq, projectionWaitMs);
  if (!isShown) return { week: null };
  const { count } = await deps.store
    .selectFrom("payments")
    .select(sql<number>`count(*)`.as("count"))
    .where("payer_id", "=", memo.payer)
    .where("kind", "=", "payment")
    .where("at", "<=", entryTimeMs(entry))
    .executeTakeFirstOrThrow();
  if (count % everyPayments !== 0) return { week: null };
  const { spent, sites } = await week(deps, memo.payer);
  return { week: { spent, sites } };
}
