import { WalletSettings } from "@farthing/protocol";
import type { Deps } from "../deps.ts";

/** What a payer set for every site. A new wallet undoes for ten seconds and may hold. */
export async function settingsOf(
  deps: Pick<Deps, "store">,
  payer: string,
): Promise<WalletSettings> {
  const row = await deps.store
    .selectFrom("payers")
    .select(["undo_ms", "hold", "time_zone", "digest"])
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  return WalletSettings.parse({
    undoMs: row.undo_ms,
    hold: row.hold,
    timeZone: row.time_zone,
    digest: row.digest,
  });
}
