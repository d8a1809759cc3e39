import type { Deps } from "../deps.ts";

/** Every merchant that the payer paid or agreed to pay. */
export async function sitesOf({ store }: Deps, payer: string): Promise<string[]> {
  const paid = store
    .selectFrom("payments")
    .select("merchant_id")
    .where("payer_id", "=", payer)
    .where("merchant_id", "is not", null)
    .$narrowType<{ merchant_id: string }>();
  const agreed = store.selectFrom("allowances").select("merchant_id").where("payer_id", "=", payer);
  const rows = await paid.union(agreed).execute();
  return rows.map(({ merchant_id: merchant }) => merchant);
}
