import { RefundReason, ReportState, ReportStep, type ReportView } from "@farthing/protocol";
import type { Deps } from "../deps.ts";

/** What a payer reported of a payment and what came of it, oldest step first; null: nothing was reported. */
export async function reportView(
  { store }: Pick<Deps, "store">,
  payment: string,
): Promise<ReportView | null> {
  const row = await store
    .selectFrom("reports")
    .select(["reason", "reported_at", "state", "due_at"])
    .where("payment_id", "=", payment)
    .executeTakeFirst();
  if (row === undefined) return null;
  const steps = await store
    .selectFrom("report_steps")
    .select(["step", "at", "text"])
    .where("payment_id", "=", payment)
    .execute();
  const order = ReportStep.options;
  const told = steps.map(({ step, at, text }) => ({ step: ReportStep.parse(step), at, text }));
  return {
    reason: RefundReason.parse(row.reason),
    reportedAt: row.reported_at,
    state: ReportState.parse(row.state),
    dueAt: row.due_at,
    steps: told.toSorted((a, b) => a.at - b.at || order.indexOf(a.step) - order.indexOf(b.step)),
  };
}
