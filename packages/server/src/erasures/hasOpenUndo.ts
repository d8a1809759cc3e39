import { idToUint, minute } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { readPaymentMemo } from "../payments/memo.ts";
import { undoUntilMs } from "../payments/receipt.ts";

/** The longest undo time that a payer can set, in milliseconds. */
const undoMsMax = 2 * minute;

/** Whether this payer could still take a payment back: that is over by itself in a moment, so that nobody is told of it. */
export async function hasOpenUndo(deps: Deps, payer: string): Promise<boolean> {
  const { store, ledger, clock, config } = deps;
  const now = clock.now();
  const rows = await store
    .selectFrom("payments")
    .select("id")
    .where("payer_id", "=", payer)
    .where("kind", "=", "payment")
    .where("status", "=", "captured")
    .where("at", ">", now - Math.max(undoMsMax, config.undoMs))
    .execute();
  return rows.some(({ id }) => {
    const entry = ledger.lookupEntry(idToUint("payment", id));
    return entry !== null && now <= undoUntilMs(entry, readPaymentMemo(entry.memo), config.undoMs);
  });
}
