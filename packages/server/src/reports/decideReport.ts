import { assert, idToUint, ProblemError } from "@farthing/core";
import { deriveEntryId } from "@farthing/ledger";
import type { DecisionRequest } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { backProblem } from "../payments/returnOf.ts";
import { giveBack, type Paid } from "../refunds/refund.ts";
import { moveReport } from "./moveReport.ts";
import { reportedPayment } from "./reportedPayment.ts";

/**
 * The operator ends a contested report: the money goes back, or the payment stands. Either is an entry of the ledger, and
 * with it a leaf of the public log. The same decision again changes nothing. Throws `not-found`, `report-closed`, `unavailable`.
 */
export async function decideReport(
  deps: Deps,
  { payment, decision }: { payment: string; decision: DecisionRequest },
): Promise<void> {
  const { paid, state } = await reportedPayment(deps, payment);
  const to = decision.outcome === "stands" ? "stands" : "refunded";
  if (state === to) return;
  if (state !== "contested") throw new ProblemError("report-closed");
  await (to === "stands" ? letStand(deps, paid, payment) : returnRest(deps, paid));
  const at = deps.clock.now();
  await moveReport(deps, { payment, from: ["contested"], to, step: to, at, text: decision.why });
}

/** Gives back all that is left; nothing is left: nothing to do. */
export async function returnRest(deps: Deps, paid: Paid): Promise<void> {
  try {
    await giveBack(deps, paid, { reason: "report", part: null });
  } catch (error) {
    if (backProblem(deps, paid.entry) === null) throw error;
  }
}

async function letStand(deps: Deps, { memo }: Paid, payment: string): Promise<void> {
  const { payer, merchant } = memo;
  const time = deps.clock.now();
  const key = crypto.getRandomValues(new Uint8Array(32));
  const id = deriveEntryId({ time, payer: idToUint("payer", payer), key, leg: 0 });
  const { status } = await deps.ledger.submitEntry({
    time,
    ...(await entryFacts(deps, id, { v: 1, kind: "stands", payer, merchant, payment })),
  });
  assert(status === "created", `a decision is never ${status}`);
}
