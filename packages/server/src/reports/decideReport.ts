import { assert, concat, idToUint, instant, ProblemError, uintBytes, utf8 } from "@farthing/core";
import { deriveEntryId } from "@farthing/ledger";
import { type DecisionRequest, RefundReason, type ReportStep } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { entryTimeMs } from "../payments/receipt.ts";
import { backProblem } from "../payments/returnOf.ts";
import type { Paid } from "../refunds/refund.ts";
import { sha256 } from "../sha256.ts";
import { endContest } from "./endContest.ts";
import { moveReport } from "./moveReport.ts";
import { reportedPayment } from "./reportedPayment.ts";
import { returnRest } from "./returnRest.ts";
import { workReport } from "./workReport.ts";

/**
 * The operator ends a contested report: the money goes back, or the payment stands; of one whose money went back at once, whether
 * the merchant bears that or the operator. The store's report says which of two
 * decisions, or of a decision and the deadline, was first; either ends in one entry of the ledger, and with it in a leaf of the
 * public log. The same decision again changes nothing, and finishes what was cut off. Throws `not-found`,
 * `report-closed`, `unavailable`.
 */
export async function decideReport(
  deps: Deps,
  { payment, decision }: { payment: string; decision: DecisionRequest },
): Promise<void> {
  const reported = await reportedPayment(deps, payment);
  const { outcome, why } = decision;
  if (reported.state === "refund-contested") {
    const step = outcome === "stands" ? "made-whole" : "refund-stays";
    return decideContest(deps, reported.paid, { payment, step, text: why });
  }
  if (reported.state === "made-whole" && outcome === "stands") return;
  if (reported.state === "open" && (await isDecided(deps, payment, outcome))) {
    return workReport(deps, reported.paid, RefundReason.parse(reported.reason));
  }
  await (outcome === "stands" ? letStand(deps, payment, why) : giveBackAll(deps, payment, why));
}

/** What tells, in an open report, that this was decided and cut off before it was done. */
const decidedSteps: Record<DecisionRequest["outcome"], readonly ReportStep[]> = {
  stands: ["made-whole"],
  refund: ["refund-stays", "granted"],
};

async function isDecided(
  { store }: Deps,
  payment: string,
  outcome: DecisionRequest["outcome"],
): Promise<boolean> {
  const row = await store
    .selectFrom("report_steps")
    .select("step")
    .where("payment_id", "=", payment)
    .where("step", "in", decidedSteps[outcome])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The payer keeps what came back: who bears it is what is decided. */
async function decideContest(
  deps: Deps,
  paid: Paid,
  told: { payment: string; step: "made-whole" | "refund-stays"; text: string },
): Promise<void> {
  const at = deps.clock.now();
  // Open until it is done: the duty finishes what a crash cuts off here.
  const move = { ...told, from: ["refund-contested"], to: "open", at, dueAt: at } as const;
  if (!(await moveReport(deps, move))) throw new ProblemError("report-closed");
  await endContest(deps, paid, told.step === "made-whole" ? "operator" : "merchant");
}

async function giveBackAll(deps: Deps, payment: string, text: string): Promise<void> {
  const { paid, state, reason } = await reportedPayment(deps, payment);
  if (state === "refunded") return;
  const at = deps.clock.now();
  // Open until it is done: the duty finishes what a crash cuts off here.
  const move = {
    payment,
    from: ["contested"],
    to: "open",
    step: "granted",
    at,
    dueAt: at,
  } as const;
  if (!(await moveReport(deps, { ...move, text }))) throw new ProblemError("report-closed");
  await returnRest(deps, paid, { payment, reason });
}

async function letStand(deps: Deps, payment: string, text: string): Promise<void> {
  const { paid, state } = await reportedPayment(deps, payment);
  if (state !== "stands") {
    const at = deps.clock.now();
    const move = { payment, from: ["contested"], at } as const;
    if (backProblem(deps, paid.entry) !== null) {
      await moveReport(deps, { ...move, to: "refunded", step: "refunded" });
      throw new ProblemError("report-closed");
    }
    const isFirst = await moveReport(deps, { ...move, to: "stands", step: "stands", text });
    if (!isFirst) throw new ProblemError("report-closed");
  }
  await writeStands(deps, paid, payment);
}

/** One entry for each payment, whoever asks how often: its name follows from the payment's. */
async function writeStands(deps: Deps, { entry, memo }: Paid, payment: string): Promise<void> {
  const { payer, merchant } = memo;
  const id = deriveEntryId({
    time: instant(entryTimeMs(entry)),
    payer: idToUint("payer", payer),
    key: concat(utf8("stands"), uintBytes(entry.id, 16)),
    leg: 0,
  });
  const { status } = await deps.ledger.submitEntry({
    time: instant(Math.max(deps.clock.now(), entryTimeMs(deps.ledger.head()))),
    ...(await entryFacts(deps, id, { v: 1, kind: "stands", payer, merchant, payment })),
    facts: sha256(utf8(`stands/${payment}`)),
  });
  assert(status === "created" || status === "exists", `a decision is never ${status}`);
}
