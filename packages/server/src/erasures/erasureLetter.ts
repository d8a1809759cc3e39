import type { Deps } from "../deps.ts";
import { alertLetter } from "../mail/alertLetter.ts";
import type { Letter } from "../mail/letter.ts";

type News = { readonly what: "began"; readonly until: number } | { readonly what: "cancelled" };

/** The mail that a wallet is to be erased, or that it stays, for the outbox: in the commit that does it. None without an address. */
export function erasureLetter(deps: Deps, of: News & { payer: string }): Promise<Letter[]> {
  return alertLetter(deps, {
    payer: of.payer,
    kind: "erasure",
    write: (words, { wallet, link, home, moment }) => {
      const { began, cancelled } = words.erasure;
      if (of.what === "cancelled") {
        return { subject: cancelled.subject, text: cancelled.text({ wallet, link }) };
      }
      const when = moment(of.until);
      return { subject: began.subject, text: began.text({ wallet, when, link, home }) };
    },
  });
}
