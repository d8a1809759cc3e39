import { ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import type { Ctx } from "./context.ts";
import { requireSameOrigin } from "./sameOrigin.ts";
import { requireSession } from "./session.ts";

/** As `payerOf`, of a session that a passkey opened and no password. Throws `passkey-session-needed` besides. */
export async function payerByPasskey(deps: Deps, c: Ctx): Promise<string> {
  requireSameOrigin(deps, c);
  const { payerId, level } = await requireSession(deps, c);
  if (level < 2) throw new ProblemError("passkey-session-needed");
  return payerId;
}
