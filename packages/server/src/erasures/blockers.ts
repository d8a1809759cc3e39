import type { EraseBlocker } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { isFrozen } from "../freezes/isFrozen.ts";
import { hasHeld } from "../holds/hasHeld.ts";
import { ownRecoveries } from "../recoveries/recovery.ts";
import { balanceOf } from "../wallets/balance.ts";

/**
 * What must be settled before this payer is erased: money that is neither spent nor given up, payments that are held,
 * reports that somebody must answer, a recovery that waits (whose is the wallet?), and a freeze (somebody said stop).
 */
export async function blockersOf(
  deps: Deps,
  { payer, givesUp }: { payer: string; givesUp: boolean },
): Promise<EraseBlocker[]> {
  const open: Record<EraseBlocker, boolean> = {
    balance: !givesUp && BigInt(balanceOf(deps, payer).amount) !== 0n,
    held: hasHeld(deps, payer),
    reports: await hasOpenReports(deps, payer),
    recovery: (await ownRecoveries(deps, payer)).length > 0,
    frozen: isFrozen(deps, payer),
  };
  return (Object.keys(open) as EraseBlocker[]).filter((blocker) => open[blocker]);
}

/** Somebody must still answer. */
async function hasOpenReports({ store }: Deps, payer: string): Promise<boolean> {
  // What this wallet paid of a guest's bill the guest may have reported before.
  const owned = store.selectFrom("payments").select("id").where("payer_id", "=", payer);
  const row = await store
    .selectFrom("reports")
    .select("payment_id")
    .where((row) => row.or([row("payer_id", "=", payer), row("payment_id", "in", owned)]))
    .where("due_at", "is not", null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
