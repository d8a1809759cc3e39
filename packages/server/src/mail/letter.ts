import { bytesToUint, idFromUint, newId, utf8 } from "@farthing/core";
import type { Kysely } from "kysely";
import type { Deps } from "../deps.ts";
import { seal, unseal } from "../seal.ts";
import { sha256 } from "../sha256.ts";
import type { FreezeLinkTable, MailTable } from "../store/mailTables.ts";
import type { Tables } from "../store/tables.ts";

/** Why a mail is written. */
export type MailKind =
  | "confirm"
  | "address-changed"
  | "address-removed"
  | "new-device"
  | "passkey-added"
  | "passkey-removed"
  | "limits-raise"
  | "recovery-link"
  | "recovery"
  | "ways-in"
  | "new-program"
  | "program-used-up"
  | "payment-held"
  | "payment-noticed"
  | "hold-released"
  | "report-moved"
  | "digest"
  | "unusual"
  | "erasure";

/** What a person reads. */
export interface Message {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A mail as the outbox keeps it, and the link in it that freezes the wallet, if there is one. */
export interface Letter {
  readonly mail: MailTable;
  readonly freezeLink: FreezeLinkTable | null;
}

/** Seals a message for the outbox. `id`: of a mail that one cause may write twice and that goes out once. */
export function sealLetter(
  { keys, clock }: Pick<Deps, "keys" | "clock">,
  of: Message & {
    readonly payer: string;
    readonly kind: MailKind;
    readonly id?: string;
    readonly freezeLink?: FreezeLinkTable;
  },
): Letter {
  const now = clock.now();
  const { id = newId("mail", now), payer, kind, to, subject, text, freezeLink = null } = of;
  const mail = {
    id,
    payer_id: payer,
    kind,
    to_sealed: seal(keys.fieldKey, place(id, "to"), utf8(to)),
    subject,
    text_sealed: seal(keys.fieldKey, place(id, "text"), utf8(text)),
    created_at: now,
    sent_at: null,
    tries: 0,
    last_error: null,
    next_try_at: now,
  };
  return { mail, freezeLink };
}

/** The id of the one mail about `cause`, a text that names nothing else: queued twice, it goes out once. */
export function mailIdOf(cause: string) {
  return idFromUint("mail", bytesToUint(sha256(utf8(cause)).subarray(0, 16)));
}

/** Opens a mail that was not sent yet. */
export function openLetter({ keys }: Pick<Deps, "keys">, mail: MailTable): Message {
  const read = (part: "to" | "text", sealed: Uint8Array) =>
    new TextDecoder().decode(unseal(keys.fieldKey, place(mail.id, part), sealed));
  const { subject } = mail;
  return { to: read("to", mail.to_sealed), subject, text: read("text", mail.text_sealed) };
}

/**
 * Puts a mail into the outbox, in the store's unit of work `unit` that it tells of: neither is there without the other.
 * Once for each id.
 */
export async function queueMail(unit: Kysely<Tables>, { mail, freezeLink }: Letter): Promise<void> {
  const { numInsertedOrUpdatedRows: made } = await unit
    .insertInto("mails")
    .values(mail)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirstOrThrow();
  if (made === 1n && freezeLink !== null) {
    await unit.insertInto("freeze_links").values(freezeLink).execute();
  }
}

/** As `queueMail`, for as many as there are. */
export async function queueAll(unit: Kysely<Tables>, letters: readonly Letter[]): Promise<void> {
  for (const letter of letters) await queueMail(unit, letter);
}

function place(id: string, part: "to" | "text"): string {
  return `mails/${part}/${id}`;
}
