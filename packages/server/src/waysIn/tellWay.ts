import type { Deps } from "../deps.ts";
import { queueAll } from "../mail/letter.ts";
import type { MailText } from "../mail/text/en.ts";
import { wayChanged } from "./wayChanged.ts";

/** Tells by mail what a sign-in was. A mail that cannot be written keeps nobody out, and lets nobody in. */
export async function tellWay(
  deps: Deps,
  of: { payer: string; what: keyof MailText["wayChanged"] },
): Promise<void> {
  try {
    const letters = await wayChanged(deps, of);
    await deps.store.transaction().execute((unit) => queueAll(unit, letters));
  } catch (error) {
    deps.logger.error({ err: error, payer: of.payer }, "a sign-in was not told by mail");
  }
}
