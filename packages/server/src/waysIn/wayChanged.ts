import type { Deps } from "../deps.ts";
import { alertLetter } from "../mail/alertLetter.ts";
import type { Letter } from "../mail/letter.ts";
import type { MailText } from "../mail/text/en.ts";

/** The mail that the ways into a wallet changed, for the outbox: in the commit that changes them. None without an address. */
export function wayChanged(
  deps: Deps,
  { payer, what }: { payer: string; what: keyof MailText["wayChanged"] },
): Promise<Letter[]> {
  return alertLetter(deps, {
    payer,
    kind: "ways-in",
    write: (text, { wallet, link, home }) => ({
      subject: text["ways-in"].subject,
      text: text["ways-in"].text({ wallet, what: text.wayChanged[what], link, home }),
    }),
  });
}
