import { ProblemError } from "@farthing/core";
import type { GrantResult } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { type Grant, moveGrant } from "./grant.ts";
import { loadPaidGrant } from "./recover.ts";
import { grantResult } from "./result.ts";

/**
 * The payer waits no longer for the wallet's page: what it does from now on is refused, and says why. Said too late, it
 * changes nothing, and the answer is what became of the grant.
 */
export async function cancelGrant(deps: Deps, grant: Grant): Promise<GrantResult> {
  try {
    await moveGrant(deps, grant, { event: "cancel", to: "cancelled" });
  } catch (error) {
    // Answered, left or over already: a grant says so by throwing.
    if (!(error instanceof ProblemError)) throw error;
  }
  return grantResult(deps, await loadPaidGrant(deps, grant.row.id));
}
