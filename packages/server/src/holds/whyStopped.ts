import type { ReleaseReason } from "@farthing/protocol";
import { isBlocked } from "../blocks/isBlocked.ts";
import type { Deps } from "../deps.ts";
import { isFrozen } from "../freezes/isFrozen.ts";
import { allowanceLines } from "../payments/allowanceView.ts";
import { allowanceKeys } from "../payments/keys.ts";
import type { Paid } from "../refunds/refund.ts";

/** Allowances of one payer for one merchant that are looked at, newest first: only one stands at a time. */
const sitesMax = 20;

/**
 * What keeps a held payment from being made (fraud.md §4.8: never to a blocked payee), and the payer's allowances for that
 * site, which the capture itself asks again. `why` null: nothing does.
 */
export async function whyStopped(
  deps: Deps,
  paid: Paid,
): Promise<{ readonly why: ReleaseReason | null; readonly sites: readonly string[] }> {
  const { payer, merchant, time: heldAt, allowance } = paid.memo;
  const rows = await deps.store
    .selectFrom("allowances")
    .select(["id", "revoked_at"])
    .where("payer_id", "=", payer)
    .where("merchant_id", "=", merchant)
    .orderBy("created_at", "desc")
    .limit(sitesMax)
    .execute();
  const sites: string[] = [];
  let isSiteStopped = false;
  for (const { id, revoked_at: revokedAt } of rows) {
    const lines = allowanceLines(deps, allowanceKeys(id));
    if (lines === null) continue;
    // Taken back before this payment was agreed to, it says nothing of it.
    const isOld = lines.day.closed && id !== allowance && (revokedAt ?? 0) < heldAt;
    if (isOld) continue;
    if (lines.day.closed || lines.click.closed) isSiteStopped = true;
    else sites.push(id);
  }
  if (isBlocked(deps, merchant)) return { why: "merchant-blocked", sites };
  if (await isReported(deps, { payer, merchant, heldAt })) return { why: "reported", sites };
  if (isFrozen(deps, payer)) return { why: "wallet-frozen", sites };
  return { why: isSiteStopped ? "site-stopped" : null, sites };
}

/** "I didn't do this", of any payment at this site, since it was held. */
async function isReported(
  { store }: Deps,
  of: { payer: string; merchant: string; heldAt: number },
): Promise<boolean> {
  const row = await store
    .selectFrom("reports")
    .select("payment_id")
    .where("payer_id", "=", of.payer)
    .where("merchant_id", "=", of.merchant)
    .where("reason", "=", "not-me")
    .where("reported_at", ">=", of.heldAt)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
