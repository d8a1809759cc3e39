import { ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { addStep, moveReport } from "./moveReport.ts";
import { decideMs } from "./rules.ts";

const stepOf = { payer: "payer-evidence", merchant: "merchant-evidence" } as const;

/**
 * Keeps what one side says of a report that is not decided: once from each, and the same again changes nothing. The
 * merchant's makes it contested: the operator decides. Throws `not-found` (also for what is somebody else's),
 * `report-closed`, `evidence-given` where this side has said something else.
 */
export async function giveEvidence(
  deps: Deps,
  of: { side: "payer" | "merchant"; owner: string; payment: string; text: string },
): Promise<void> {
  const { side, owner, payment, text } = of;
  const row = await deps.store
    .selectFrom("reports")
    .select("state")
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
  if (row.state !== "asked" && row.state !== "contested") throw new ProblemError("report-closed");
  const at = deps.clock.now();
  const kept =
    side === "payer"
      ? await addStep(deps, { payment, step, at, text })
      : await moveReport(deps, {
          payment,
          from: ["asked"],
          to: "contested",
          step,
          at,
          dueAt: at + decideMs,
          text,
        });
  // Two at once, or closed in between: asked again, it is told which.
  if (!kept) throw new ProblemError("unavailable");
}
