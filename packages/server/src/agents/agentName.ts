import type { Deps } from "../deps.ts";

/** The name of the program that an allowance belongs to; null: it is a person's. */
export async function agentName(
  { store }: Pick<Deps, "store">,
  allowance: string | undefined,
): Promise<string | null> {
  if (allowance === undefined) return null;
  const row = await store
    .selectFrom("agents")
    .select("name")
    .where("id", "=", allowance)
    .executeTakeFirst();
  return row?.name ?? null;
}
