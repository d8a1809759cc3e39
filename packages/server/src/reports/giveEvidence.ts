import { ProblemError } from "@farthing/core";
import { ReportState, type ReportStep } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { addStep, moveReport } from "./moveReport.ts";
import { decideMs } from "./rules.ts";

const stepOf = { payer: "payer-evidence", merchant: "merchant-evidence" } as const;

/** Where a merchant's evidence takes a report. */
const contested: Partial<Record<ReportState, ReportState>> = {
  asked: "contested",
  refunded: "refund-contested",
};
/** Whose reports are not closed to a payer. */
const open: readonly string[] = ["asked", "contested", "refund-contested"];

/**
 * Keeps what one side says of a report that is not decided: once from each, and the same again changes nothing. The
 * merchant's makes it contested, in time also where the money went back at once: the operator decides. Throws `not-found` (also for what is somebody else's),
 * `report-closed`, `evidence-given` where this side has said something else.
 */
export async function giveEvidence(
  deps: Deps,
  of: { side: "payer" | "merchant"; owner: string; payment: string; text: string },
): Promise<void> {
  const { side, owner, payment, text } = of;
  const row = await deps.store
    .selectFrom("reports")
    .select(["state", "due_at"])
    .where("payment_id", "=", payment)
    .where(side === "payer" ? "payer_id" : "merchant_id", "=", owner)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError("not-found");
  const step = stepOf[side];
  const before = await deps.store
    .selectFrom("report_steps")
    .select("text")
    .where("payment_id", "=", payment)
    .where("step", "=", step)
    .executeTakeFirst();
  if (before !== undefined) {
    if (before.text === text) return;
    throw new ProblemError("evidence-given");
  }
  if (side === "payer" && !open.includes(row.state)) throw new ProblemError("report-closed");
  const at = deps.clock.now();
  const told = { payment, step, at, text };
  const kept = side === "payer" ? await addStep(deps, told) : await contest(deps, told, row);
  // Two at once, or closed in between: asked again, it is told which.
  if (!kept) throw new ProblemError("unavailable");
}

function contest(
  deps: Deps,
  told: { payment: string; step: ReportStep; at: number; text: string },
  { state, due_at: dueAt }: { state: string; due_at: number | null },
): Promise<boolean> {
  const from = ReportState.parse(state);
  const to = contested[from];
  const isLate = from === "refunded" && (dueAt === null || dueAt <= told.at);
  if (to === undefined || isLate) throw new ProblemError("report-closed");
  return moveReport(deps, { ...told, from: [from], to, dueAt: told.at + decideMs });
}
