import type { KeyProof } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { paymentOfKey } from "./paymentOfKey.ts";

/**
 * "Ask me less here", "Ask me more here" (rule 19), kept once per payment: the last word wins. Changes no limit: it is
 * what the operator's policy is later judged by. Only by the key that paid.
 */
export async function wish(
  deps: Deps,
  ask: { payment: string; proof: KeyProof; wish: "less" | "more" },
): Promise<void> {
  const { memo } = paymentOfKey(deps, { ...ask, purpose: "wish" });
  const said = { wish: ask.wish, at: deps.clock.now() };
  const { payer: payer_id, merchant: merchant_id } = memo;
  const { numInsertedOrUpdatedRows } = await deps.store
    .insertInto("wishes")
    .values({ payment_id: ask.payment, payer_id, merchant_id, ...said })
    .onConflict((conflict) =>
      conflict.column("payment_id").doUpdateSet(said).where("wishes.wish", "!=", ask.wish),
    )
    .executeTakeFirst();
  // The same word again is a retry, and is not counted.
  if ((numInsertedOrUpdatedRows ?? 0n) > 0n) deps.metrics.wish(ask.wish);
}
