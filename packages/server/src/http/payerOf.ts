import type { Deps } from "../deps.ts";
import type { Ctx } from "./context.ts";
import { requireSameOrigin } from "./sameOrigin.ts";
import { requireSession } from "./session.ts";

/** The payer whose session this is, on a page of ours (rule 7). Throws `cross-site-request`, `signed-out`. */
export async function payerOf(deps: Deps, c: Ctx): Promise<string> {
  requireSameOrigin(deps, c);
  return (await requireSession(deps, c)).payerId;
}
