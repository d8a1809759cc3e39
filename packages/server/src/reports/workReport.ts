import { ProblemError } from "@farthing/core";
import type { RefundReason } from "@farthing/protocol";
import { stopAgents } from "../agents/changeAgent.ts";
import type { Deps } from "../deps.ts";
import { stopHolds } from "../holds/workHolds.ts";
import { entryName } from "../payments/entryName.ts";
import { backProblem } from "../payments/returnOf.ts";
import { BeyondLimits, giveBack, type Paid } from "../refunds/refund.ts";
import { revokeAllowance } from "../wallets/revoke.ts";
import { lostAtOnce, refundAtOnce, reportersOf } from "./atOnce.ts";
import { closeReportOfErased } from "./closeReportOfErased.ts";
import { endContest } from "./endContest.ts";
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
  const borneBy = bearerOf(done);
  if (borneBy !== null) return endContest(deps, paid, borneBy);
  if (await closeReportOfErased(deps, paid, payment)) return;
  // Decided, or over its deadline: what is left is to give it back.
  if (done.has("granted") || done.has("unanswered")) {
    return returnRest(deps, paid, { payment, reason });
  }
  // Once only: the payer may allow the site again.
  if (reason === "not-me" && !done.has("stopped")) await stopSite(deps, paid);
  await labelPayment(deps, paid, reason);
  const move = { payment, from: ["open"], at: deps.clock.now() } as const;
  const outcome = await moneyBack(deps, paid, reason);
  // What was nobody's loss but the merchant's may be contested by it.
  const isDue = outcome === "asked" || (outcome === "refunded" && lostAtOnce(deps, paid) !== null);
  const due = isDue ? { dueAt: move.at + answerMs } : {};
  await moveReport(deps, { ...move, to: outcome, step: outcome, ...due });
}

/** Who bears what went back at once, once that was contested and decided, or was not decided in time; null: it was not. */
function bearerOf(done: ReadonlySet<string>): "merchant" | "operator" | null {
  if (done.has("made-whole")) return "operator";
  const isLate = done.has("refunded") && done.has("unanswered");
  return done.has("refund-stays") || isLate ? "merchant" : null;
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
  if (backProblem(deps, paid.entry) !== null) return alreadyBack(deps, paid);
  if (reason === "not-as-described") return "asked";
  try {
    // Whoever opens guest after guest has one wallet that pays for them.
    const within = withinAtOnce(deps, reportersOf(deps, paid));
    await giveBack(deps, paid, { reason, part: null, within });
    return "refunded";
  } catch (error) {
    // Given back meanwhile, by the merchant or an undo: what is true now is looked up.
    if (backProblem(deps, paid.entry) !== null) return alreadyBack(deps, paid);
    if (error instanceof BeyondLimits) return "asked";
    throw error;
  }
}

/** This very report's refund may be there already: a crash, or the same said twice, came between it and its step. */
function alreadyBack(deps: Deps, paid: Paid): "already-back" | "refunded" {
  return refundAtOnce(deps, paid) === null ? "already-back" : "refunded";
}
