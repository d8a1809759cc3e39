import { ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { entryName } from "../payments/entryName.ts";
import { grantKey } from "../payments/keys.ts";
import { readMemo } from "../payments/memo.ts";
import { finishGrant } from "./finish.ts";
import { endGrant, type Grant, loadGrant } from "./grant.ts";

// Finished once, or expired once; another try loses only to an approval that begins or ends in between.
const triesMax = 5;

/**
 * The grant of that id, finished first if the ledger knows more than the store. One whose time is over is written down
 * as that before anybody hears it: an approval that begins in the same moment finds it so, or is under way and no end
 * is told. Throws `grant-not-found`.
 */
export async function loadPaidGrant(deps: Deps, id: string): Promise<Grant> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const grant = await loadGrant(deps, id);
    if (await recoverGrant(deps, grant)) continue;
    if (grant.status !== "expired" || grant.row.status === "expired") return grant;
    await endGrant(deps, grant, { event: "expire", to: "expired" });
  }
  throw new ProblemError("unavailable");
}

/**
 * Finishes a grant that the ledger knows as paid and the store does not: the server stopped between the
 * two. True when there was something to finish. Without this the frame would never hear of the payment.
 */
async function recoverGrant(deps: Deps, grant: Grant): Promise<boolean> {
  const { row, status, agreement } = grant;
  if (status === "approved" || agreement === null) return false;
  const [holder] = deps.ledger.lookupClaims([grantKey(row.id)]);
  const stored = holder === null || holder === undefined ? null : deps.ledger.lookupEntry(holder);
  if (stored === null) return false;
  const memo = readMemo(stored.memo);
  // An entry that only enrols answers for what is owned: its page asks again and hears so.
  if (memo.kind !== "payment") return false;
  await finishGrant(deps, {
    row,
    agreement,
    payer: memo.payer,
    entry: stored.id,
    payment: entryName(stored.id),
    allowance: memo.allowance ?? null,
    browser: null,
    before: null,
  });
  return true;
}
