import type { Passkeys } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { passkeysMax } from "../wallets/passkeysOf.ts";

/** The passkeys of a payer, newest first, as the wallet lists them. */
export async function listPasskeys(
  { store }: Pick<Deps, "store">,
  payer: string,
): Promise<Passkeys> {
  const rows = await store
    .selectFrom("passkeys")
    .select(["credential_id", "browser", "created_at", "last_used_at", "backed_up"])
    .where("payer_id", "=", payer)
    .orderBy("created_at", "desc")
    .orderBy("credential_id")
    .limit(passkeysMax)
    .execute();
  const passkeys = rows.map((row) => ({
    id: row.credential_id,
    browser: row.browser,
    addedAt: row.created_at,
    usedAt: row.last_used_at,
    synced: row.backed_up === 1,
  }));
  return { passkeys, max: passkeysMax };
}
