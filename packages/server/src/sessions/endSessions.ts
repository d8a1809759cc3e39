import { ProblemError } from "@farthing/core";
import type { Kysely } from "kysely";
import type { Deps } from "../deps.ts";
import type { Tables } from "../store/tables.ts";
import { type OwnSession, sessionId } from "./listSessions.ts";

/**
 * Signs one browser out. Its keys still pay where the wallet allows it: that is taken back site by site, or frozen. Throws
 * `not-found` for what is no session of this payer's, or has ended.
 */
export async function endSession(deps: Deps, of: OwnSession & { id: string }): Promise<void> {
  const rows = await deps.store
    .selectFrom("sessions")
    .select("secret_hash")
    .where("payer_id", "=", of.payer)
    .where("revoked_at", "is", null)
    .execute();
  const found = rows.find((row) => sessionId(row.secret_hash) === of.id);
  if (found === undefined) throw new ProblemError("not-found");
  await deps.store
    .updateTable("sessions")
    .set({ revoked_at: deps.clock.now() })
    .where("secret_hash", "=", found.secret_hash)
    .where("revoked_at", "is", null)
    .execute();
}

/** Signs every browser out but the one that asks (OWASP ASVS 5.0, 7.4.3 and 7.5.2), in the store's unit of work `unit`. */
export async function endOtherSessions(
  unit: Kysely<Tables>,
  { payer, session, now }: OwnSession & { readonly now: number },
): Promise<void> {
  await unit
    .updateTable("sessions")
    .set({ revoked_at: now })
    .where("payer_id", "=", payer)
    .where("secret_hash", "!=", session)
    .where("revoked_at", "is", null)
    .execute();
}
