import type { PaidSites } from "@farthing/protocol";
import type { Deps } from "../deps.ts";

/** Sites told at once: more than anybody picks from. */
const sitesMax = 500;

/** Where a payer ever paid, by name: for picking one. Reads the payer's own payments and nobody else's. */
export async function paidSites({ store }: Deps, payer: string): Promise<PaidSites["sites"]> {
  return store
    .selectFrom("merchants")
    .select(["id", "name"])
    .where("id", "in", (of) =>
      of.selectFrom("payments").select("merchant_id").where("payer_id", "=", payer),
    )
    .orderBy("name")
    .limit(sitesMax)
    .execute();
}
