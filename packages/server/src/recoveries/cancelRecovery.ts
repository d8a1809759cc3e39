import type { Deps } from "../deps.ts";
import { queueAll } from "../mail/letter.ts";
import { forgetLinks } from "./forgetLinks.ts";
import { recoveryLetter } from "./recoveryLetter.ts";

/** Ends every recovery of this payer that waits, and links that were mailed. The caller has checked the passkey (rule 14). */
export async function cancelRecoveries(deps: Deps, payer: string): Promise<void> {
  const letters = await recoveryLetter(deps, { payer, what: "cancelled" });
  const ended_at = deps.clock.now();
  await deps.store.transaction().execute(async (unit) => {
    const { numUpdatedRows } = await unit
      .updateTable("recoveries")
      .set({ state: "cancelled", ended_at, review: null })
      .where("payer_id", "=", payer)
      .where("state", "=", "waiting")
      .executeTakeFirst();
    await forgetLinks(unit, payer);
    if (numUpdatedRows > 0n) await queueAll(unit, letters);
  });
}
