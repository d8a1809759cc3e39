import { secretHash } from "@farthing/identity";
import type { Deps } from "../deps.ts";
import type { Ctx } from "../http/context.ts";
import { sessionSecret } from "../http/cookies.ts";

/** Whether this payer was signed in before in the browser that asks: it still sends the cookie of then. */
export async function isKnownHere(deps: Deps, c: Ctx, payer: string): Promise<boolean> {
  const secret = sessionSecret(deps, c);
  if (secret === null) return false;
  const row = await deps.store
    .selectFrom("sessions")
    .select("payer_id")
    .where("secret_hash", "=", secretHash(secret))
    .where("payer_id", "=", payer)
    .executeTakeFirst();
  return row !== undefined;
}
