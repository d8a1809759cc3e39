import type { KnownPasskey } from "@farthing/identity";
import type { Deps } from "../deps.ts";

/** Passkeys that a payer may have: so many are offered to a browser at once. */
export const passkeysMax = 20;

/** The passkeys of a payer, newest first, as a browser is told of them. */
export async function passkeysOf(
  deps: Pick<Deps, "store">,
  payer: string,
): Promise<KnownPasskey[]> {
  const rows = await deps.store
    .selectFrom("passkeys")
    .select(["credential_id", "transports"])
    .where("payer_id", "=", payer)
    .orderBy("created_at", "desc")
    .limit(passkeysMax)
    .execute();
  return rows.map((row) => ({
    credentialId: row.credential_id,
    transports: JSON.parse(row.transports) as string[],
  }));
}
