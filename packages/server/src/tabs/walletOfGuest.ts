import type { Deps } from "../deps.ts";
import { tabOf } from "./tabOf.ts";

/** The wallet that paid this guest's bill last, as the journal tells it; null: none did. */
export async function walletOfGuest(
  { store }: Pick<Deps, "store">,
  guest: string,
): Promise<string | null> {
  const row = await store
    .selectFrom("tab_sales")
    .select("settled_by")
    .where("guest", "=", guest)
    .where("settled_by", "is not", null)
    .orderBy("ended_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.settled_by ?? null;
}

/** Whether a guest has a wallet now and owes nothing: nothing more goes on that bill. */
export async function hasMovedOn(deps: Deps, guest: string | null): Promise<boolean> {
  if (guest === null || (tabOf(deps, guest)?.owed ?? 0n) > 0n) return false;
  return (await walletOfGuest(deps, guest)) !== null;
}
