import { setTimeout as sleep } from "node:timers/promises";
import { concat, day, newId, utf8 } from "@farthing/core";
import { newSecret, secretHash } from "@farthing/identity";
import type { Deps } from "../deps.ts";
import { confirmedAddress } from "../mail/address.ts";
import { queueMail, sealLetter } from "../mail/letter.ts";
import { words } from "../mail/words.ts";
import { hmacSha256 } from "../payments/hmac.ts";
import { walletNameOf } from "../wallets/walletName.ts";

/** How long a link that was not used yet begins a recovery, in milliseconds. */
export const linkLifeMs = day;

/** Wallets of one address that are written to at once. */
const walletsMax = 5;

/** Every answer takes this long: how long the work took would tell whether the address is known. */
const answerMs = 250;

/** What the store keeps of an address that may begin a recovery: found again by it, and read by nobody. */
export function addressIndex({ keys }: Pick<Deps, "keys">, address: string): Uint8Array {
  const bare = utf8(address.trim().toLowerCase());
  return hmacSha256(keys.fieldKey, concat(utf8("farthing/recovery-address/v1/"), bare));
}

/**
 * Sends a link to each wallet whose payer lets this address begin a recovery. Says nothing of whether there is one (ASVS
 * 5.0, 6.3.8). Five an hour for an address. Throws `rate-limited`.
 */
export async function askByMail(deps: Deps, address: string): Promise<void> {
  await deps.rates.mail(address.toLowerCase());
  const done = sendLinks(deps, address).catch((error: unknown) => {
    deps.logger.error({ err: error }, "a link for a recovery was not written");
  });
  await Promise.all([done, sleep(answerMs)]);
}

async function sendLinks(deps: Deps, address: string): Promise<void> {
  const rows = await deps.store
    .selectFrom("mail_addresses")
    .select("payer_id")
    .where("recovery_index", "=", addressIndex(deps, address))
    .limit(walletsMax)
    .execute();
  for (const { payer_id: payer } of rows) await sendLink(deps, payer);
}

/**
 * A new link. It takes the place of one that was not used yet; to a recovery that already waits it leads on beside the one
 * before, because whoever knows the address can ask for a link.
 */
async function sendLink(deps: Deps, payer: string): Promise<void> {
  const to = await confirmedAddress(deps, payer);
  if (to === null) return;
  const secret = newSecret();
  const { subject, text } = words[to.language]["recovery-link"];
  const letter = sealLetter(deps, {
    payer,
    kind: "recovery-link",
    to: to.address,
    subject,
    text: text({
      wallet: await walletNameOf(deps, payer),
      link: `${deps.config.origin}/another-way#${secret}`,
    }),
  });
  const now = deps.clock.now();
  await deps.store.transaction().execute(async (unit) => {
    const { numUpdatedRows } = await unit
      .updateTable("recoveries")
      .set((row) => ({
        secret_hash: secretHash(secret),
        previous_hash: row
          .case()
          .when("state", "=", "waiting")
          .then(row.ref("secret_hash"))
          .else(null)
          .end(),
        asked_at: now,
      }))
      .where("payer_id", "=", payer)
      .where("way", "=", "mail")
      .where("state", "in", ["asked", "waiting"])
      .executeTakeFirst();
    if (numUpdatedRows === 0n) {
      await unit
        .insertInto("recoveries")
        .values({
          id: newId("recovery", now),
          payer_id: payer,
          way: "mail",
          secret_hash: secretHash(secret),
          previous_hash: null,
          state: "asked",
          review: null,
          asked_at: now,
          began_at: null,
          ready_at: null,
          ended_at: null,
        })
        .execute();
    }
    await queueMail(unit, letter);
  });
}
