import type { AgentOutcome, PaymentOutcome } from "@farthing/protocol";
import { keptDecided } from "../payments/decidedBy.ts";
import { outcomeLabel } from "../payments/outcomeLabel.ts";
import type { RequestState } from "./context.ts";

/** A request is answered with this outcome of a click, or of a program's payment. */
export function noteOutcome(state: RequestState, outcome: PaymentOutcome | AgentOutcome): void {
  state.outcome = outcomeLabel(outcome);
  if ("payment" in outcome) state.payment = outcome.payment;
  if (outcome.kind === "step-up") state.prompt = "step-up";
  const decided = "decided" in outcome ? outcome.decided : undefined;
  if (decided !== undefined && state.asked !== undefined)
    state.asked.decided = keptDecided(decided);
}
