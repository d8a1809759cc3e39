import type { PresetName } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { alertLetter } from "./alertLetter.ts";
import { mailIdOf, queueAll } from "./letter.ts";

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
    const letters = await alertLetter(deps, {
      // Of the wait: told once.
      id: mailIdOf(`limits-raise/${payer}/${until}`),
      payer,
      kind: "limits-raise",
      write: ({ "limits-raise": { subject, text } }, { moment, ...facts }) => ({
        subject,
        text: text({ ...facts, when: moment(until) }),
      }),
    });
    await deps.store.transaction().execute((unit) => queueAll(unit, letters));
  } catch (error) {
    deps.logger.error({ err: error, payer }, "a raise was not told by mail");
  }
}
