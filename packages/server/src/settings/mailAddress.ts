import { day, later } from "@farthing/core";
import { newSecret, secretHash } from "@farthing/identity";
import type { Deps } from "../deps.ts";
import { confirmedAddress, sealAddress, unsealAddress } from "../mail/address.ts";
import { newFreezeLink } from "../mail/freezeLink.ts";
import { type Letter, queueMail, sealLetter } from "../mail/letter.ts";
import { type Language, words } from "../mail/words.ts";
import { forgetLinks } from "../recoveries/forgetLinks.ts";
import { walletNameOf } from "../wallets/walletName.ts";

/** How long the link of a confirmation works, in milliseconds. */
const confirmLifeMs = day;

/**
 * Sends a link to an address that alerts shall go to; until it is used they go where they went before. Asked anew, the
 * earlier link is over. Five an hour for a payer, and for an address. Throws `rate-limited`.
 */
export async function askAddress(
  deps: Deps,
  { payer, address, language }: { payer: string; address: string; language: Language },
): Promise<void> {
  await deps.rates.mail(payer);
  await deps.rates.mail(address.toLowerCase());
  const secret = newSecret();
  const asked = {
    language,
    pending_sealed: sealAddress(deps, payer, address),
    pending_hash: secretHash(secret),
    pending_until: later(deps.clock.now(), confirmLifeMs),
  };
  const { subject, text } = words[language].confirm;
  const link = `${deps.config.origin}/mail/confirm/${secret}`;
  const letter = sealLetter(deps, {
    payer,
    kind: "confirm",
    to: address,
    subject,
    text: text({ wallet: await walletNameOf(deps, payer), link }),
  });
  await deps.store.transaction().execute(async (unit) => {
    await unit
      .insertInto("mail_addresses")
      .values({
        payer_id: payer,
        address_sealed: null,
        confirmed_at: null,
        recovery_index: null,
        ...asked,
      })
      .onConflict((conflict) => conflict.column("payer_id").doUpdateSet(asked))
      .execute();
    await queueMail(unit, letter);
  });
}

/** An address that waits for its link, and the wallet that wants to send there. */
export interface PendingAddress {
  readonly payer: string;
  readonly wallet: string;
  readonly address: string;
}

/** What the link with this secret would confirm; null: nothing, it was used or is a day old. */
export async function pendingAddress(deps: Deps, secret: string): Promise<PendingAddress | null> {
  const row = await deps.store
    .selectFrom("mail_addresses")
    .select(["payer_id", "pending_sealed"])
    .where("pending_hash", "=", secretHash(secret))
    .where("pending_until", ">", deps.clock.now())
    .executeTakeFirst();
  if (row === undefined || row.pending_sealed === null) return null;
  const { payer_id: payer } = row;
  const address = unsealAddress(deps, payer, row.pending_sealed);
  return { payer, wallet: await walletNameOf(deps, payer), address };
}

/**
 * Alerts go to that address from now on; an address that had them before is told, with a link that freezes. False when
 * the link does nothing any more. Once for each link.
 */
export async function confirmAddress(deps: Deps, secret: string): Promise<boolean> {
  const pending = await pendingAddress(deps, secret);
  if (pending === null) return false;
  const { payer, address } = pending;
  const former = await confirmedAddress(deps, payer);
  const farewell =
    former === null || former.address === address
      ? null
      : await farewellTo(deps, payer, "address-changed");
  return deps.store.transaction().execute(async (unit) => {
    const now = deps.clock.now();
    const { numUpdatedRows } = await unit
      .updateTable("mail_addresses")
      .set({
        address_sealed: sealAddress(deps, payer, address),
        confirmed_at: now,
        pending_sealed: null,
        pending_hash: null,
        pending_until: null,
        // Whoever changed where alerts go has not shown a passkey: the new address gets nobody back in.
        ...(former?.address === address ? {} : { recovery_index: null }),
      })
      .where("payer_id", "=", payer)
      .where("pending_hash", "=", secretHash(secret))
      .where("pending_until", ">", now)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return false;
    if (former?.address !== address) await forgetLinks(unit, payer);
    if (farewell !== null) await queueMail(unit, farewell);
    return true;
  });
}

/** No alert is sent any more; the address that had them is told, with a link that freezes. */
export async function removeAddress(deps: Deps, payer: string): Promise<void> {
  const farewell = await farewellTo(deps, payer, "address-removed");
  await deps.store.transaction().execute(async (unit) => {
    await unit.deleteFrom("mail_addresses").where("payer_id", "=", payer).execute();
    await forgetLinks(unit, payer);
    if (farewell !== null) await queueMail(unit, farewell);
  });
}

/** The last mail to the address that has the alerts now; null when none has. */
async function farewellTo(
  deps: Deps,
  payer: string,
  kind: "address-changed" | "address-removed",
): Promise<Letter | null> {
  const former = await confirmedAddress(deps, payer);
  if (former === null) return null;
  const { subject, text } = words[former.language][kind];
  const link = newFreezeLink(deps, payer);
  return sealLetter(deps, {
    payer,
    kind,
    to: former.address,
    subject,
    text: text({ wallet: await walletNameOf(deps, payer), link: link.address }),
    freezeLink: link.row,
  });
}
