import type { Deps } from "../deps.ts";
import { backProblem } from "../payments/returnOf.ts";
import { giveBack, type Paid } from "../refunds/refund.ts";
import { closeReportOfErased } from "./closeReportOfErased.ts";
import { moveReport } from "./moveReport.ts";

/**
 * Gives back all that is left of an open report's payment, whatever the limits on what goes back at once, and closes the
 * report. Nothing is left, or nobody to give it to: only closes it. Throws `unavailable`.
 */
export async function returnRest(
  deps: Deps,
  paid: Paid,
  { payment, reason }: { payment: string; reason: string },
): Promise<void> {
  if (await closeReportOfErased(deps, paid, payment)) return;
  try {
    await giveBack(deps, paid, { reason, part: null });
  } catch (error) {
    if (backProblem(deps, paid.entry) === null) throw error;
  }
  const at = deps.clock.now();
  await moveReport(deps, { payment, from: ["open"], to: "refunded", step: "refunded", at });
}
