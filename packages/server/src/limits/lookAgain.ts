import type { Deps } from "../deps.ts";

/** A policy that was taken while the limits were opened did not find them: `followPolicy` looks once more. */
export async function lookAgain({ store }: Deps, payer: string): Promise<void> {
  await store
    .updateTable("payers")
    .set({ limits_policy: null })
    .where("id", "=", payer)
    .where("limits_policy", "is not", null)
    .execute();
}
