import type { Deps } from "../deps.ts";
import { confirmedAddress } from "./address.ts";
import { newFreezeLink } from "./freezeLink.ts";
import { type Letter, sealLetter } from "./letter.ts";
import { momentWords } from "./momentWords.ts";
import { words } from "./words.ts";

/**
 * The mail about a passkey that came or went, with a link that freezes; null without a confirmed address (OWASP ASVS 5.0,
 * 6.3.7). `browser`: where it was done.
 */
export async function passkeyLetter(
  deps: Deps,
  of: { payer: string; kind: "passkey-added" | "passkey-removed"; browser: string | null },
): Promise<Letter | null> {
  const { payer, kind, browser } = of;
  const to = await confirmedAddress(deps, payer);
  if (to === null) return null;
  const { language, address } = to;
  const { name, time_zone: timeZone } = await deps.store
    .selectFrom("payers")
    .select(["name", "time_zone"])
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  const link = newFreezeLink(deps, payer);
  const say = words[language];
  return sealLetter(deps, {
    payer,
    kind,
    to: address,
    subject: say[kind].subject,
    text: say[kind].text({
      wallet: name,
      browser: browser ?? say.unknownBrowser,
      when: momentWords(deps.clock.now(), { language, timeZone }),
      link: link.address,
      home: deps.config.origin,
    }),
    freezeLink: link.row,
  });
}
