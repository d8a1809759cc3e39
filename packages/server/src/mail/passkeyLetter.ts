import type { Deps } from "../deps.ts";
import { alertLetter } from "./alertLetter.ts";
import type { Letter } from "./letter.ts";

/**
 * The mail about a passkey that came or went, with a link that freezes; null without a confirmed address (OWASP ASVS 5.0,
 * 6.3.7). `browser`: where it was done.
 */
export async function passkeyLetter(
  deps: Deps,
  of: { payer: string; kind: "passkey-added" | "passkey-removed"; browser: string | null },
): Promise<Letter | null> {
  const { payer, kind, browser } = of;
  const [letter = null] = await alertLetter(deps, {
    payer,
    kind,
    write: ({ [kind]: { subject, text }, unknownBrowser }, { moment, ...facts }) => ({
      subject,
      text: text({
        ...facts,
        browser: browser ?? unknownBrowser,
        when: moment(deps.clock.now()),
      }),
    }),
  });
  return letter;
}
