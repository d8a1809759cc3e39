import { type Asset, day } from "@farthing/core";
import { sql } from "kysely";
import type { Me } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { projectionWaitMs } from "../projections/projection.ts";

/** What is told on every page: more at once would not be read. */
const noticesMax = 10;

/** What a payer is told of on every page: all that is held, and what of the last day asks for a notice. */
export async function noticesOf(deps: Deps, payer: string): Promise<Me["notices"]> {
  await deps.projection.reached(deps.ledger.head().seq, projectionWaitMs);
  const rows = await deps.store
    .selectFrom("payments")
    .innerJoin("merchants", "merchants.id", "payments.merchant_id")
    .select(["payments.id as id", "merchants.name as merchant"])
    .select(["amount", "asset", "at", "status", "held_until"])
    .where("payer_id", "=", payer)
    // Written out, so that the index of what is told of is used.
    .where("noticed", "=", sql.lit(1 as const))
    .where((row) =>
      row.or([
        row("status", "=", "held"),
        row.and([
          row("status", "=", "captured"),
          row("held_until", "is", null),
          row("at", ">", deps.clock.now() - day),
        ]),
      ]),
    )
    .orderBy("at", "desc")
    .limit(noticesMax)
    .execute();
  return rows.map(({ id, merchant, amount, asset, at, status, held_until: until }) => ({
    payment: id,
    merchant,
    amount: { amount: amount.toString(), asset: asset as Asset },
    at,
    heldUntil: status === "held" ? until : null,
  }));
}
