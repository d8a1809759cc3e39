import { idToUint } from "@farthing/core";
import { noteContentTime } from "../balance/contentTimes.ts";
import type { Deps } from "../deps.ts";
import { readPaymentMemo } from "../payments/memo.ts";
import { loadGrant } from "./grant.ts";
import { approvedOutcome } from "./result.ts";

/**
 * The wallet's page took the place of the site's and sends its payer back there: no frame is left that measured. From the
 * press that asked for the grant (without a frame: from the page's own arrival) until now, by this server's clock alone.
 * Nothing is counted where nothing was paid.
 */
export async function grantShown(deps: Deps, id: string): Promise<void> {
  const grant = await loadGrant(deps, id);
  if (grant.status !== "approved") return;
  const outcome = approvedOutcome(deps, grant);
  if (outcome.kind !== "captured") return;
  const entry = deps.ledger.lookupEntry(idToUint("payment", outcome.payment));
  if (entry === null) return;
  const ms = deps.clock.now() - grant.row.created_at;
  noteContentTime(deps, { entry, memo: readPaymentMemo(entry.memo), ms });
}
