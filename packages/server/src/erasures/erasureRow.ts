import type { Deps } from "../deps.ts";
import type { ErasureTable } from "../store/erasureTables.ts";

/** What this payer asked, if it waits. */
export async function erasureRow(
  { store }: Pick<Deps, "store">,
  payer: string,
): Promise<ErasureTable | null> {
  const row = await store
    .selectFrom("erasures")
    .selectAll()
    .where("payer_id", "=", payer)
    .executeTakeFirst();
  return row ?? null;
}

/** The same as every page of the wallet tells it. */
export async function waitingErasure(
  deps: Pick<Deps, "store">,
  payer: string,
): Promise<{ until: number } | null> {
  const row = await erasureRow(deps, payer);
  return row === null ? null : { until: row.until };
}
