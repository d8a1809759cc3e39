import type { Deps } from "../deps.ts";
import { alertLetter } from "../mail/alertLetter.ts";
import type { Letter } from "../mail/letter.ts";

/** What became of a recovery. */
type News =
  | { readonly what: "began"; readonly readyAt: number }
  | { readonly what: "done" | "cancelled" };

/** The mail that a recovery began or ended, for the outbox: in the commit that does it. None without an address. */
export function recoveryLetter(deps: Deps, of: News & { payer: string }): Promise<Letter[]> {
  const { payer } = of;
  return alertLetter(deps, {
    payer,
    kind: "recovery",
    write: (words, { wallet, link, home, moment }) => {
      const { began, done, cancelled } = words.recovery;
      if (of.what !== "began") {
        const { subject, text } = of.what === "done" ? done : cancelled;
        return { subject, text: text({ wallet, link }) };
      }
      const when = moment(of.readyAt);
      return { subject: began.subject, text: began.text({ wallet, when, link, home }) };
    },
  });
}
