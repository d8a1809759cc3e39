import { day, later } from "@farthing/core";
import { newSecret, secretHash } from "@farthing/identity";
import type { Deps } from "../deps.ts";
import type { FreezeLinkTable } from "../store/mailTables.ts";

/** How long the link of an alert freezes, in milliseconds. */
const lifeMs = 30 * day;

/** A link that freezes this payer's wallet and does nothing else (rule 22). Its row goes into the outbox with its mail. */
export function newFreezeLink(
  { config, clock }: Pick<Deps, "config" | "clock">,
  payer: string,
): { readonly address: string; readonly row: FreezeLinkTable } {
  const secret = newSecret();
  return {
    address: `${config.origin}/mail/freeze/${secret}`,
    row: {
      secret_hash: secretHash(secret),
      payer_id: payer,
      expires_at: later(clock.now(), lifeMs),
    },
  };
}

/** Whose wallet the link with this secret freezes; null: nobody's, or its time is over. */
export async function payerOfFreezeLink(
  { store, clock }: Pick<Deps, "store" | "clock">,
  secret: string,
): Promise<string | null> {
  const row = await store
    .selectFrom("freeze_links")
    .select("payer_id")
    .where("secret_hash", "=", secretHash(secret))
    .where("expires_at", ">", clock.now())
    .executeTakeFirst();
  return row?.payer_id ?? null;
}
