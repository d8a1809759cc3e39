import { ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { ownPayment } from "../wallets/payment.ts";
import { releaseHold } from "./releaseHold.ts";

/**
 * The payer lets go of a held payment: no passkey, because nothing is less risky than not paying. Again, or after it was
 * let go of for another reason, changes nothing. Throws `not-found` (also for another payer's, and for one that was never
 * held), `hold-over` once it was captured, `unavailable`.
 */
export async function cancelHold(
  deps: Deps,
  { payer, id }: { payer: string; id: string },
): Promise<void> {
  const { entry, memo } = ownPayment(deps, { payer, id });
  if (memo.kind !== "payment" || memo.holdMs === undefined) throw new ProblemError("not-found");
  const after = await releaseHold(deps, { entry, memo }, "cancelled");
  if (after.kind === "captured") throw new ProblemError("hold-over");
  // The ledger's clock was first by a moment: its own entry is on its way.
  if (after.kind === "held") throw new ProblemError("unavailable");
}
