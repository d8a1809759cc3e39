import type { Deps } from "../deps.ts";
import { confirmedAddress } from "./address.ts";
import { newFreezeLink } from "./freezeLink.ts";
import { mailIdOf, queueMail, sealLetter } from "./letter.ts";
import { words } from "./words.ts";

/**
 * Writes the mail that a program may pay from a wallet, with a link that freezes: whoever made its key may not be the
 * payer. No confirmed address: none. The key stands whatever fails here, and the wallet lists it.
 */
export async function tellNewAgent(
  deps: Deps,
  { payer, id, name }: { payer: string; id: string; name: string },
): Promise<void> {
  try {
    const to = await confirmedAddress(deps, payer);
    if (to === null) return;
    const { name: wallet } = await deps.store
      .selectFrom("payers")
      .select("name")
      .where("id", "=", payer)
      .executeTakeFirstOrThrow();
    const link = newFreezeLink(deps, payer);
    const { subject, text } = words[to.language]["new-program"];
    const home = `${deps.config.origin}/programs`;
    const letter = sealLetter(deps, {
      id: mailIdOf(`new-program/${id}`),
      payer,
      kind: "new-program",
      to: to.address,
      subject,
      text: text({ wallet, program: name, link: link.address, home }),
      freezeLink: link.row,
    });
    await deps.store.transaction().execute((unit) => queueMail(unit, letter));
  } catch (error) {
    deps.logger.error({ err: error, payer }, "a new program was not told by mail");
  }
}
