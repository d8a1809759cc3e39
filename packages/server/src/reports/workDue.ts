import { minute } from "@farthing/core";
import { RefundReason } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { moveReport } from "./moveReport.ts";
import { reportedPayment } from "./reportedPayment.ts";
import { workReport } from "./workReport.ts";

const batchMax = 100;
/** A report is under way this long before the duty thinks that a crash cut it off, in milliseconds. */
const underWayMs = minute;

/** Looks each minute for reports that somebody did not answer in time, and for those that a crash cut off. */
export function startReports(deps: Deps): Duty {
  return startDuty(deps, {
    name: "reports",
    everyMs: minute,
    work: (stopped) => workDue(deps, stopped),
  });
}

/**
 * What a deadline passed without goes back to the payer: a merchant that says nothing, and an operator that does not
 * decide, are not the payer's loss. What is back already stays so, at the merchant's: silence pays nobody. One report that fails keeps none of the others waiting.
 */
export async function workDue(deps: Deps, stopped: () => boolean = () => false): Promise<void> {
  const now = deps.clock.now();
  await endContestTime(deps, now);
  const due = await deps.store
    .selectFrom("reports")
    .select("payment_id")
    .where((row) =>
      row.or([
        row.and([
          row("state", "in", ["asked", "contested", "refund-contested"]),
          row("due_at", "<=", now),
        ]),
        row.and([row("state", "=", "open"), row("due_at", "<=", now - underWayMs)]),
      ]),
    )
    .orderBy("due_at")
    .limit(batchMax)
    .execute();
  for (const { payment_id: payment } of due) {
    if (stopped()) return;
    try {
      await workOne(deps, payment);
    } catch (error) {
      deps.logger.error({ err: error, payment }, "a report was not worked on");
    }
  }
}

async function workOne(deps: Deps, payment: string): Promise<void> {
  const { paid, state, reason } = await reportedPayment(deps, payment);
  if (state === "open") return workReport(deps, paid, RefundReason.parse(reason));
  const at = deps.clock.now();
  // Open until it is done: a decision of this moment is either before it, or too late.
  const move = { payment, from: [state], to: "open", step: "unanswered", at, dueAt: at } as const;
  if (await moveReport(deps, move)) await workReport(deps, paid, RefundReason.parse(reason));
}

/** What went back at once and was not contested in time is closed. */
async function endContestTime({ store }: Deps, now: number): Promise<void> {
  await store
    .updateTable("reports")
    .set({ due_at: null })
    .where("state", "=", "refunded")
    .where("due_at", "<=", now)
    .execute();
}
