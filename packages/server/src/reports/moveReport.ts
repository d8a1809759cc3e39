import type { ReportState, ReportStep } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { foundRight } from "./rules.ts";
import { queueMail } from "../mail/letter.ts";
import { reportLetter } from "./tellReport.ts";

/** A change of a report's state, told by a step. */
export interface ReportMove {
  readonly payment: string;
  readonly from: readonly ReportState[];
  readonly to: ReportState;
  readonly step: ReportStep;
  readonly at: number;
  /** Until when somebody must answer now; default: nobody has to. */
  readonly dueAt?: number;
  readonly text?: string;
}

/**
 * Moves a report on, tells the step, and queues the mail about it: all or nothing. Where the payment was found right, what it
 * was taken for is taken back with it. False: it was not in one of those states any more.
 */
export async function moveReport(deps: Deps, move: ReportMove): Promise<boolean> {
  const { payment, from, to, step, at, dueAt = null, text = null } = move;
  const letter = await reportLetter(deps, move);
  const withdrawn: { merchant: string; payment: string }[] = [];
  const isMoved = await deps.store.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("reports")
      .set({ state: to, due_at: dueAt })
      .where("payment_id", "=", payment)
      .where("state", "in", from)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await trx
      .insertInto("report_steps")
      .values({ payment_id: payment, step, at, text })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    if (letter !== null) await queueMail(trx, letter);
    if (!foundRight.includes(to)) return true;
    const labels = await trx
      .deleteFrom("labels")
      .where("payment_id", "=", payment)
      .returning("merchant_id")
      .execute();
    for (const { merchant_id: merchant } of labels) withdrawn.push({ merchant, payment });
    return true;
  });
  for (const label of withdrawn) deps.risk.unlabelled(label);
  return isMoved;
}

/** Tells a step that changes no state. Told before: nothing changes, and the answer is false. */
export async function addStep(
  { store }: Pick<Deps, "store">,
  step: { payment: string; step: ReportStep; at: number; text?: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await store
    .insertInto("report_steps")
    .values({ payment_id: step.payment, step: step.step, at: step.at, text: step.text ?? null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}
