import type { Deps } from "../deps.ts";
import { confirmedAddress } from "./address.ts";
import { newFreezeLink } from "./freezeLink.ts";
import { type Letter, type MailKind, sealLetter } from "./letter.ts";
import { momentWords } from "./momentWords.ts";
import type { MailText } from "./text/en.ts";
import { words } from "./words.ts";

/** What an alert may name. */
interface AlertFacts {
  readonly wallet: string;
  /** Freezes. */
  readonly link: string;
  readonly home: string;
  readonly moment: (at: number) => string;
}

/**
 * An alert to the payer's confirmed address, with a link that freezes; none without an address. `id`: of one that goes out
 * once, however often it is written.
 */
export async function alertLetter(
  deps: Deps,
  of: {
    readonly payer: string;
    readonly kind: MailKind;
    readonly id?: string;
    readonly write: (text: MailText, facts: AlertFacts) => { subject: string; text: string };
  },
): Promise<Letter[]> {
  const { payer, kind, id, write } = of;
  const to = await confirmedAddress(deps, payer);
  if (to === null) return [];
  const { language, address } = to;
  const { name, time_zone: timeZone } = await deps.store
    .selectFrom("payers")
    .select(["name", "time_zone"])
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  const link = newFreezeLink(deps, payer);
  const { subject, text } = write(words[language], {
    wallet: name,
    link: link.address,
    home: deps.config.origin,
    moment: (at) => momentWords(at, { language, timeZone }),
  });
  const named = id === undefined ? {} : { id };
  const letter = { ...named, payer, kind, to: address, subject, text, freezeLink: link.row };
  return [sealLetter(deps, letter)];
}
