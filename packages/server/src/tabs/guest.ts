import { randomBytes } from "node:crypto";
import { newId } from "@farthing/core";
import { newSecret, secretHash } from "@farthing/identity";
import type { Deps } from "../deps.ts";
import { guestSecret, setGuestCookie } from "../http/cookies.ts";
import type { Ctx } from "../http/context.ts";
import { seal } from "../seal.ts";

/** The guest whose cookie this browser sent, or null. */
export async function guestOf(deps: Deps, c: Ctx): Promise<string | null> {
  const secret = guestSecret(deps, c);
  if (secret === null) return null;
  const row = await deps.store
    .selectFrom("guests")
    .select("payer_id")
    .where("secret_hash", "=", secretHash(secret))
    .executeTakeFirst();
  return row?.payer_id ?? null;
}

/**
 * A new guest, named by a cookie and nothing else: a payer without a passkey, so that keys, allowances, receipts and
 * reports are what they are for everybody.
 */
export async function newGuest(deps: Deps, c: Ctx): Promise<string> {
  const { store, clock, keys } = deps;
  const now = clock.now();
  const payer = newId("payer", now);
  const secret = newSecret();
  await store.transaction().execute(async (unit) => {
    await unit
      .insertInto("payers")
      .values({
        id: payer,
        name: "",
        group_key_sealed: seal(keys.fieldKey, payer, randomBytes(32)),
        created_at: now,
      })
      .execute();
    await unit
      .insertInto("guests")
      .values({ payer_id: payer, secret_hash: secretHash(secret), created_at: now })
      .execute();
  });
  setGuestCookie(deps, c, secret);
  return payer;
}
