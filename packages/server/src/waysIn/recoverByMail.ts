import { ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { confirmedAddress } from "../mail/address.ts";
import { queueAll } from "../mail/letter.ts";
import { addressIndex } from "../recoveries/askByMail.ts";
import { forgetLinks } from "../recoveries/forgetLinks.ts";
import { wayChanged } from "./wayChanged.ts";

/**
 * Lets the confirmed address begin a recovery, or no longer: links that were mailed and not used go with it. The caller has
 * checked the passkey where it is on. Throws `not-found` where there is no confirmed address.
 */
export async function setRecoverByMail(
  deps: Deps,
  { payer, recovers }: { payer: string; recovers: boolean },
): Promise<void> {
  const confirmed = await confirmedAddress(deps, payer);
  if (confirmed === null) throw new ProblemError("not-found", "No address was confirmed.");
  const letters = await wayChanged(deps, { payer, what: recovers ? "mailOn" : "mailOff" });
  await deps.store.transaction().execute(async (unit) => {
    await unit
      .updateTable("mail_addresses")
      .set({ recovery_index: recovers ? addressIndex(deps, confirmed.address) : null })
      .where("payer_id", "=", payer)
      .where("address_sealed", "is not", null)
      .execute();
    await forgetLinks(unit, payer);
    await queueAll(unit, letters);
  });
}
