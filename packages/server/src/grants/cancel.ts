import type { GrantResult } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { giveUp } from "./giveUp.ts";
import type { Grant } from "./grant.ts";
import { grantResult } from "./result.ts";

/**
 * The payer waits no longer for the wallet's page: what it does from now on is refused, and says why. Said too late, it
 * changes nothing, and the answer is what became of the grant; `opened` while it is being paid.
 */
export async function cancelGrant(deps: Deps, grant: Grant): Promise<GrantResult> {
  return grantResult(deps, await giveUp(deps, grant.row.id, { event: "cancel", to: "cancelled" }));
}
