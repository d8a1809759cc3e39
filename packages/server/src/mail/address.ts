import { utf8 } from "@farthing/core";
import type { MailSettings } from "@farthing/protocol";
import { offersMail, showsOutbox } from "../config.ts";
import type { Deps } from "../deps.ts";
import { seal, unseal } from "../seal.ts";
import type { MailAddressTable } from "../store/mailTables.ts";
import type { Language } from "./words.ts";

/** Where a payer's alerts go. */
export interface ConfirmedAddress {
  readonly address: string;
  readonly language: Language;
}

/** The address that this payer confirmed; null: none, and no alert is written. */
export async function confirmedAddress(
  deps: Pick<Deps, "store" | "keys">,
  payer: string,
): Promise<ConfirmedAddress | null> {
  const row = await addressRow(deps, payer);
  if (row === null || row.address_sealed === null) return null;
  return { address: unsealAddress(deps, payer, row.address_sealed), language: row.language };
}

/** What the wallet shows of it; null where this server sends no mail. */
export async function mailSettings(deps: Deps, payer: string): Promise<MailSettings | null> {
  if (!offersMail(deps.config)) return null;
  const row = await addressRow(deps, payer);
  const shown = (sealed: Uint8Array | null | undefined) =>
    sealed === null || sealed === undefined ? null : unsealAddress(deps, payer, sealed);
  const isPending = (row?.pending_until ?? 0) > deps.clock.now();
  return {
    address: shown(row?.address_sealed),
    pending: isPending ? shown(row?.pending_sealed) : null,
    undelivered: row !== null && (await isNewestGivenUp(deps, payer)),
    outbox: showsOutbox(deps.config),
  };
}

/** What is known of a payer's address, confirmed or not. */
export async function addressRow(
  { store }: Pick<Deps, "store">,
  payer: string,
): Promise<MailAddressTable | null> {
  const row = await store
    .selectFrom("mail_addresses")
    .selectAll()
    .where("payer_id", "=", payer)
    .executeTakeFirst();
  return row ?? null;
}

async function isNewestGivenUp({ store }: Deps, payer: string): Promise<boolean> {
  const newest = await store
    .selectFrom("mails")
    .select(["sent_at", "next_try_at"])
    .where("payer_id", "=", payer)
    // Not the farewell to an address that is theirs no more.
    .where("kind", "in", [
      "confirm",
      "new-device",
      "limits-raise",
      "passkey-added",
      "passkey-removed",
      "recovery",
      "ways-in",
      "unusual",
    ])
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return newest !== undefined && newest.sent_at === null && newest.next_try_at === null;
}

/** Hides an address for a column of `payer`'s row. */
export function sealAddress(
  { keys }: Pick<Deps, "keys">,
  payer: string,
  address: string,
): Uint8Array {
  return seal(keys.fieldKey, place(payer), utf8(address));
}

/** The address that `sealAddress` hid. */
export function unsealAddress(
  { keys }: Pick<Deps, "keys">,
  payer: string,
  sealed: Uint8Array,
): string {
  return new TextDecoder().decode(unseal(keys.fieldKey, place(payer), sealed));
}

function place(payer: string): string {
  return `mail_addresses/${payer}`;
}
