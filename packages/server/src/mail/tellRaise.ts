import type { PresetName } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { confirmedAddress } from "./address.ts";
import { newFreezeLink } from "./freezeLink.ts";
import { mailIdOf, queueMail, sealLetter } from "./letter.ts";
import { momentWords } from "./momentWords.ts";
import { words } from "./words.ts";

/**
 * Writes the mail that a raise of the limits waits, with a link that freezes: whoever asked for it may not be the payer. No
 * confirmed address: none. The raise stands whatever fails here, and its banner is on every page of the wallet.
 */
export async function tellRaise(
  deps: Deps,
  raise: { payer: string; to: PresetName; until: number },
): Promise<void> {
  const { payer, until } = raise;
  try {
    const to = await confirmedAddress(deps, payer);
    if (to === null) return;
    const { language, address } = to;
    const { name, time_zone: timeZone } = await deps.store
      .selectFrom("payers")
      .select(["name", "time_zone"])
      .where("id", "=", payer)
      .executeTakeFirstOrThrow();
    const link = newFreezeLink(deps, payer);
    const { subject, text } = words[language]["limits-raise"];
    const letter = sealLetter(deps, {
      // Of the wait: told once.
      id: mailIdOf(`limits-raise/${payer}/${until}`),
      payer,
      kind: "limits-raise",
      to: address,
      subject,
      text: text({
        wallet: name,
        when: momentWords(until, { language, timeZone }),
        link: link.address,
        home: deps.config.origin,
      }),
      freezeLink: link.row,
    });
    await deps.store.transaction().execute((unit) => queueMail(unit, letter));
  } catch (error) {
    deps.logger.error({ err: error, payer }, "a raise was not told by mail");
  }
}
