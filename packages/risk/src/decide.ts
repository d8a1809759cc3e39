import { type Instant, instant, type Money } from "@farthing/core";
import type { Gesture, Policy } from "./policy.ts";

/** The payer's standing permission for this merchant, as the ledger's limits know it. */
export interface AllowanceFacts {
  /** Most that one click may take. */
  readonly perClick: Money;
  readonly expiresAt: Instant;
}

/** What is known when a payment is proposed. `allowance` is null when none stands. */
export interface DecisionFacts {
  readonly policy: Policy;
  readonly price: Money;
  readonly allowance: AllowanceFacts | null;
  readonly now: Instant;
}

/** Why a passkey is asked for: the words of the wire's step-up reasons. */
export type StepUpWhy = "over-per-click" | "allowance-ended" | "check-due";

/**
 * What a payment needs: `click` is covered by the device key's signature, `step-up` needs a passkey with user
 * verification (assurance level 2), `decline` cannot be paid. `row` and `policy` name what decided.
 */
export type Decision = { readonly policy: string; readonly row: string } & (
  | { readonly kind: "click" }
  | { readonly kind: "step-up"; readonly level: 2; readonly reason: StepUpWhy }
  | { readonly kind: "decline"; readonly reason: "daily-limit-reached" }
);

/**
 * The strictest of the policy's row and the payer's allowance. Pure; sums over time are the ledger's own limits.
 * Whatever is unsure (another asset, a policy not yet in force, H without a place to hold) asks for more, never less.
 */
export function decide(facts: DecisionFacts): Decision {
  const { policy, price, allowance, now } = facts;
  const row = policy.rows.find(({ upTo }) => price.amount <= upTo);
  const by = { policy: policy.version, row: row?.name ?? "above-all-rows" };
  const stepUp = (reason: StepUpWhy) => ({ ...by, kind: "step-up", level: 2, reason }) as const;
  const gesture: Gesture = row?.gesture ?? "D";
  // No wallet's 24-hour line reaches what the table declines: the payer reads the reason that is true for both.
  if (gesture === "D") return { ...by, kind: "decline", reason: "daily-limit-reached" };
  if (price.asset !== policy.asset || !isInForce(policy, now)) return stepUp("check-due");
  if (gesture === "U" || gesture === "H") return stepUp("over-per-click");
  if (allowance === null || allowance.expiresAt <= now) return stepUp("allowance-ended");
  if (allowance.perClick.asset !== price.asset) return stepUp("check-due");
  return price.amount <= allowance.perClick.amount
    ? { ...by, kind: "click" }
    : stepUp("over-per-click");
}

function isInForce(policy: Policy, now: Instant): boolean {
  // An unreadable date compares as false: not in force.
  return instant(Date.parse(`${policy.effectiveFrom}T00:00:00Z`)) <= now;
}
