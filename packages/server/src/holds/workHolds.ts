import { second } from "@farthing/core";
import { sql } from "kysely";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { tellHold, tellReleased } from "../mail/tellHold.ts";
import { projectionWaitMs } from "../projections/projection.ts";
import type { Paid } from "../refunds/refund.ts";
import { captureHold } from "./captureHold.ts";
import { heldPayment } from "./heldPayment.ts";
import { holdOf } from "./holdOf.ts";
import { releaseHold } from "./releaseHold.ts";
import { whyStopped } from "./whyStopped.ts";

/** Holds looked at in one go, those that are due first; the rest comes the next time. */
const batchMax = 500;

/** Looks every few seconds for holds that are due, or that must not be captured any more. */
export function startHolds(deps: Deps): Duty {
  return startDuty(deps, {
    name: "holds",
    everyMs: 5 * second,
    work: (stopped) => workHolds(deps, {}, stopped),
  });
}

/**
 * Ends what is to end: a hold whose merchant or site was stopped is let go of, one that is due is captured. Exactly once
 * from however many processes: the ledger's rules say so. One that fails keeps none of the others waiting.
 */
export async function workHolds(
  deps: Deps,
  of: { readonly payer?: string; readonly merchant?: string } = {},
  stopped: () => boolean = () => false,
): Promise<void> {
  const { payer, merchant } = of;
  const held = await deps.store
    .selectFrom("payments")
    .select("id")
    // Written out, so that the index of what is held is used; its first column too.
    .where("status", "=", sql.lit("held" as const))
    .where("held_until", ">", 0)
    .$if(payer !== undefined, (query) => query.where("payer_id", "=", payer ?? ""))
    .$if(merchant !== undefined, (query) => query.where("merchant_id", "=", merchant ?? ""))
    .orderBy("held_until")
    .limit(batchMax)
    .execute();
  for (const { id } of held) {
    if (stopped()) return;
    try {
      await workHold(deps, heldPayment(deps, id));
    } catch (error) {
      deps.logger.error({ err: error, payment: id }, "a hold was not worked on");
    }
  }
}

/**
 * The same at once for what a freeze, a pause, a revocation, a report or a block stops: the payer's money is back in that
 * moment. Whatever fails here the duty finishes.
 */
export async function stopHolds(
  deps: Deps,
  of: { readonly payer?: string; readonly merchant?: string },
): Promise<void> {
  try {
    await deps.projection.reached(deps.ledger.head().seq, projectionWaitMs);
    await workHolds(deps, of);
  } catch (error) {
    deps.logger.error({ err: error, ...of }, "holds were not stopped at once");
  }
}

async function workHold(deps: Deps, paid: Paid): Promise<void> {
  const standing = holdOf(deps, paid.entry, paid.memo);
  // The lists follow the journal by a moment.
  if (standing === null || standing.kind === "captured") return;
  if (standing.kind === "released") {
    if (standing.entry === null) await letGo(deps, paid, "expired");
    return;
  }
  await tellHold(deps, paid);
  const { why, sites } = await whyStopped(deps, paid);
  if (why !== null) return letGo(deps, paid, why);
  if (deps.clock.now() < standing.until) return;
  const done = await captureHold(deps, paid, sites);
  if (done !== "stopped") return;
  // Stopped while it was being captured, and perhaps let go on since: it stays stopped.
  await letGo(deps, paid, (await whyStopped(deps, paid)).why ?? "site-stopped");
}

async function letGo(
  deps: Deps,
  paid: Paid,
  why: Parameters<typeof releaseHold>[2],
): Promise<void> {
  const after = await releaseHold(deps, paid, why);
  if (after.kind === "released") await tellReleased(deps, paid, after.reason);
}
