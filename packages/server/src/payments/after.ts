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
 * of the week; and whether this payment opened its allowance. Only to the key that paid. Nothing is said rather than something late, while the lists lag.
 */
export async function after(
  deps: Deps,
  ask: { payment: string; proof: KeyProof },
): Promise<AfterResponse> {
  const { entry, memo } = paymentOfKey(deps, { ...ask, purpose: "after" });
  const isShown = await deps.projection.reached(entry.seq, projectionWaitMs);
  if (!isShown) return { allowed: false, week: null };
  const allowed = await isFirstAllowed(deps, { ...memo, payment: ask.payment });
  const { count } = await deps.store
    .selectFrom("payments")
    .select(sql<number>`count(*)`.as("count"))
    .where("payer_id", "=", memo.payer)
    .where("kind", "=", "payment")
    .where("at", "<=", entryTimeMs(entry))
    .executeTakeFirstOrThrow();
  if (count % everyPayments !== 0) return { allowed, week: null };
  const { spent, sites } = await week(deps, memo.payer);
  return { allowed, week: { spent, sites } };
}

/** Whether it is the payment that opened its allowance. */
async function isFirstAllowed(
  { store }: Deps,
  { payer, allowance, payment }: { payer: string; allowance?: string | undefined; payment: string },
): Promise<boolean> {
  if (allowance === undefined) return false;
  const first = await store
    .selectFrom("payments")
    .select("id")
    .where("payer_id", "=", payer)
    .where("allowance_id", "=", allowance)
    .where("kind", "=", "payment")
    .orderBy("seq")
    .limit(1)
    .executeTakeFirst();
  return first?.id === payment;
}
