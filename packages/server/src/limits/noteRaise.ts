import type { Deps } from "../deps.ts";
import { forgetEnrolments } from "../payments/enrolment.ts";

/** Writes down that a payer raised a limit now: for a day it counts in the risk of each payment. */
export async function noteRaise(deps: Deps, payer: string): Promise<void> {
  await deps.store
    .updateTable("payers")
    .set({ limit_raised_at: deps.clock.now() })
    .where("id", "=", payer)
    .execute();
  await forgetEnrolments(deps, payer);
}
