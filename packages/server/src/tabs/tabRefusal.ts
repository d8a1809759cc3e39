import type { PaymentOutcome } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { Merchant } from "../merchants/merchant.ts";
import type { Enrolment } from "../payments/enrolment.ts";
import { tabLines } from "./tabUse.ts";

/**
 * Whether pay-later is offered at all: the operator's policy has a line, the merchant takes part, and the platform's brake
 * does not ask a passkey of everybody: a guest has none.
 */
export function offersPayLater(
  deps: Pick<Deps, "config" | "clock" | "policies" | "brake">,
  { payLater }: Pick<Merchant, "payLater">,
): boolean {
  const isBraked = deps.brake.state(deps.clock.now()) === "all-clicks";
  return payLater && !isBraked && tabLines(deps).first > 0n;
}

/** A guest's click where nobody pays later any more, or whose bill a wallet paid; null for every other click. */
export function tabRefusal(
  deps: Deps,
  { isGuest, wallet }: Enrolment,
  merchant: Merchant,
): PaymentOutcome | null {
  if (!isGuest || (wallet === null && offersPayLater(deps, merchant))) return null;
  return { kind: "step-up", level: 2, reason: "bill-closed" };
}
