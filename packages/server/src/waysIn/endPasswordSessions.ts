import type { Kysely } from "kysely";
import type { Tables } from "../store/tables.ts";

/** Sessions that a password opened end: it is another one now, or more is asked for with it (OWASP ASVS 5.0, 7.4.3). */
export async function endPasswordSessions(
  unit: Kysely<Tables>,
  { payer, now }: { payer: string; now: number },
): Promise<void> {
  await unit
    .updateTable("sessions")
    .set({ revoked_at: now })
    .where("payer_id", "=", payer)
    .where("level", "=", 1)
    .where("revoked_at", "is", null)
    .execute();
}
