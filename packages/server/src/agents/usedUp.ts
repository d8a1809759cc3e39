import type { Deps } from "../deps.ts";
import { agentUsedUpLetter } from "../mail/agentUsedUp.ts";
import { queueMail } from "../mail/letter.ts";
import type { Agent } from "./agent.ts";

/**
 * Writes down that a program was refused because its session is used up: once a session, with the mail that tells its
 * payer. Whatever fails here is logged; the refusal stands, and the next one tries again.
 */
export async function noteUsedUp(deps: Deps, agent: Agent): Promise<void> {
  try {
    const letter = await agentUsedUpLetter(deps, agent);
    await deps.store.transaction().execute(async (unit) => {
      const { numUpdatedRows } = await unit
        .updateTable("agents")
        .set({ used_up_at: deps.clock.now() })
        .where("id", "=", agent.id)
        .where("session", "=", agent.session)
        .where("used_up_at", "is", null)
        .executeTakeFirst();
      if (numUpdatedRows === 1n && letter !== null) await queueMail(unit, letter);
    });
  } catch (error) {
    deps.logger.error({ err: error, payer: agent.payer }, "a used-up session was not told");
  }
}
