import type { AgentOutcome, PaymentOutcome } from "@farthing/protocol";

/** An outcome as metrics and the log name it: its kind, and why where it has a reason. */
export function outcomeLabel(outcome: PaymentOutcome | AgentOutcome): string {
  return "reason" in outcome ? `${outcome.kind}:${outcome.reason}` : outcome.kind;
}
