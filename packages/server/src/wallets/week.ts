import { day } from "@farthing/core";
import type { Me } from "@farthing/protocol";
import { sql } from "kysely";
import type { Deps } from "../deps.ts";

const weekMs = 7 * day;

/** What was paid a moment ago should be in it; but the wallet opens also while the lists lag. */
const waitMs = 300;

/** The last 7 days of a payer (rule 25): what was paid and not given back, and at how many sites. */
export async function week(deps: Deps, payer: string): Promise<Me["week"]> {
  await deps.projection.reached(deps.ledger.head().seq, waitMs);
  const { spent, paid, sites } = await deps.store
    .selectFrom("payments")
    .select([
      // Summed as an integer of 64 bits: the column is one, and a week of it fits.
      sql<string>`cast(coalesce(sum(amount - given_back), 0) as text)`.as("spent"),
      // Not `payments`: columns of that name are read as bigint.
      sql<number>`count(*)`.as("paid"),
      sql<number>`count(distinct merchant_id)`.as("sites"),
    ])
    .where("payer_id", "=", payer)
    .where("kind", "=", "payment")
    .where("status", "in", ["captured", "partly-refunded"])
    .where("at", ">", deps.clock.now() - weekMs)
    .executeTakeFirstOrThrow();
  return { spent: { amount: spent, asset: deps.config.asset }, payments: paid, sites };
}
