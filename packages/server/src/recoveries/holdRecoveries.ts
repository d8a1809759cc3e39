import type { Deps } from "../deps.ts";

/**
 * A wallet was frozen: whoever did it may not be able to cancel, and need not be the one who wants in. The operator looks
 * at each recovery that waits before it goes on.
 */
export async function holdRecoveries({ store }: Pick<Deps, "store">, payer: string): Promise<void> {
  await store
    .updateTable("recoveries")
    .set({ review: "open" })
    .where("payer_id", "=", payer)
    .where("state", "=", "waiting")
    .execute();
}
