import type { Deps } from "../deps.ts";
import { queueAll } from "../mail/letter.ts";
import { erasureLetter } from "./erasureLetter.ts";
import { erasureRow } from "./erasureRow.ts";
import { isErased } from "./isErased.ts";

/**
 * The wallet stays: told by mail where something waited. Again changes nothing. False: it is too late, the journal may say
 * already that this payer is erased.
 */
export async function cancelErasure(deps: Deps, payer: string): Promise<boolean> {
  if ((await erasureRow(deps, payer)) === null) return true;
  if (isErased(deps, payer)) return false;
  const letters = await erasureLetter(deps, { payer, what: "cancelled" });
  await deps.store.transaction().execute(async (unit) => {
    const { numDeletedRows } = await unit
      .deleteFrom("erasures")
      .where("payer_id", "=", payer)
      .where("marking", "=", 0)
      .executeTakeFirst();
    if (numDeletedRows > 0n) await queueAll(unit, letters);
  });
  return (await erasureRow(deps, payer)) === null;
}
