import { ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";

/** Whom an allowance of this payer is for. Throws `not-found`, also for somebody else's. */
export async function merchantOfAllowance(
  { store }: Pick<Deps, "store">,
  { payer, id }: { payer: string; id: string },
): Promise<string> {
  const row = await store
    .selectFrom("allowances")
    .select("merchant_id")
    .where("id", "=", id)
    .where("payer_id", "=", payer)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError("not-found");
  return row.merchant_id;
}
