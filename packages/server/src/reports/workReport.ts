import { ProblemError } from "@farthing/core";
import type { RefundReason } from "@farthing/protocol";
import { stopAgents } from "../agents/changeAgent.ts";
import type { Deps } from "../deps.ts";
import { stopHolds } from "../holds/workHolds.ts";
import { entryName } from "../payments/entryName.ts";
import { backProblem } from "../payments/returnOf.ts";
import { BeyondLimits, giveBack, type Paid } from "../refunds/refund.ts";
import { saleOnTab } from "../tabs/saleOnTab.ts";
import { revokeAllowance } from "../wallets/revoke.ts";
import { labelPayment } from "./labelPayment.ts";
import { addStep, moveReport } from "./moveReport.ts";
import { returnRest } from "./returnRest.ts";
import { answerMs } from "./rules.ts";
import { withinAtOnce } from "./withinAtOnce.ts";

/**
 * Does what a report brings about by itself: "I didn't do this" stops the site and closes the keys that paid there; money
 * goes back at once within the limits of rule 22, else the merchant is asked. Each step is done once, so that this may be
 * begun again after a crash. Throws `unavailable`.
 */
export async function workReport(deps: Deps, paid: Paid, reason: RefundReason): Promise<void> {
  const payment = entryName(paid.entry.id);
  const { state, done } = await readSteps(deps, payment);
  if (state !== "open") return;
  // Decided, or over its deadline: what is left is to give it back.
  if (done.has("granted") || done.has("unanswered")) {
    return returnRest(deps, paid, { payment, reason });
  }
  // Once only: the payer may allow the site again.
  if (reason === "not-me" && !done.has("stopped")) await stopSite(deps, paid);
  await labelPayment(deps, paid, reason);
  const move = { payment, from: ["open"], at: deps.clock.now() } as const;
  const outcome = await moneyBack(deps, paid, reason);
  if (outcome === "asked") {
    await moveReport(deps, { ...move, to: outcome, step: outcome, dueAt: move.at + answerMs });
  } else {
    await moveReport(deps, { ...move, to: outcome, step: outcome });
  }
}

async function readSteps(
  { store }: Deps,
  payment: string,
): Promise<{ state: string; done: ReadonlySet<string> }> {
  const { state } = await store
    .selectFrom("reports")
    .select("state")
    .where("payment_id", "=", payment)
    .executeTakeFirstOrThrow();
  const steps = await store
    .selectFrom("report_steps")
    .select("step")
    .where("payment_id", "=", payment)
    .execute();
  return { state, done: new Set(steps.map(({ step }) => step)) };
}

/** The payer's other sites keep working. A site that was stopped before is stopped. */
async function stopSite(deps: Deps, { entry, memo }: Paid): Promise<void> {
  const { payer, merchant } = memo;
  const allowances = await deps.store
    .selectFrom("allowances")
    .select("id")
    .where("payer_id", "=", payer)
    .where("merchant_id", "=", merchant)
    .where("revoked_at", "is", null)
    .execute();
  for (const { id } of allowances) {
    try {
      await revokeAllowance(deps, { payer, id });
    } catch (error) {
      // One that an approval was cut off from: the ledger never opened it, so it charges nothing.
      if (!(error instanceof ProblemError && error.code === "not-found")) throw error;
    }
  }
  await stopAgents(deps, { payer, merchant, paidBy: memo.allowance });
  await stopHolds(deps, { payer, merchant });
  await addStep(deps, { payment: entryName(entry.id), step: "stopped", at: deps.clock.now() });
}

async function moneyBack(
  deps: Deps,
  paid: Paid,
  reason: RefundReason,
): Promise<"already-back" | "asked" | "refunded"> {
  if (backProblem(deps, paid.entry) !== null) return "already-back";
  if (reason === "not-as-described") return "asked";
  try {
    // Whoever opens guest after guest has one wallet that pays for them.
    const sale = saleOnTab(deps, paid);
    const by = sale?.state === "paid" && sale.by !== null ? [sale.by] : [];
    const within = withinAtOnce(deps, [paid.memo.payer, ...by]);
    await giveBack(deps, paid, { reason, part: null, within });
    return "refunded";
  } catch (error) {
    // Given back meanwhile, by the merchant or an undo: what is true now is looked up.
    if (backProblem(deps, paid.entry) !== null) return "already-back";
    if (error instanceof BeyondLimits) return "asked";
    throw error;
  }
}
