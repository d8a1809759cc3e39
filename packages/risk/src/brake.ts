import { day } from "@farthing/core";
import type { BrakeRules, Policy } from "./policy/policy.ts";

/** From the first on dear clicks need a passkey, at the second all do. */
export type BrakeState = "off" | "dear-clicks" | "all-clicks";

/** From least to most strict. */
const states: readonly BrakeState[] = ["off", "dear-clicks", "all-clicks"];

/** The platform's brake, and since when the rate is lower than it (milliseconds since 1970; null: it is not). */
export interface Brake {
  readonly state: BrakeState;
  readonly belowSince: number | null;
}

/** Fraud by value in 1/100 of a percent of what was captured, and of no less than `volumeMin`. Amounts in the smallest unit. */
export function fraudRate(
  { fraud, captured }: { fraud: bigint; captured: bigint },
  { volumeMin }: Pick<BrakeRules, "volumeMin">,
): number {
  const volume = captured > volumeMin ? captured : volumeMin;
  return Number((fraud * 1_000_000n) / volume) / 100;
}

/** The next state of the brake: stricter at once, laxer after `releaseDays` below. Pure. Source: specs/policy.md. */
export function stepBrake(
  before: Brake,
  at: { basisPoints: number; now: number },
  policy: Pick<Policy, "brakeBasisPoints" | "brake">,
): Brake {
  const wanted = stateAt(at.basisPoints, policy.brakeBasisPoints);
  if (isStricter(wanted, before.state) || wanted === before.state) {
    return { state: wanted, belowSince: null };
  }
  const belowSince = Math.min(before.belowSince ?? at.now, at.now);
  if (at.now - belowSince < policy.brake.releaseDays * day)
    return { state: before.state, belowSince };
  return { state: wanted, belowSince: null };
}

/** Of two, the one that asks for more. */
export function stricterBrake(a: BrakeState, b: BrakeState): BrakeState {
  return isStricter(a, b) ? a : b;
}

function stateAt(basisPoints: number, line: number): BrakeState {
  if (basisPoints > 2 * line) return "all-clicks";
  return basisPoints > line ? "dear-clicks" : "off";
}

function isStricter(a: BrakeState, b: BrakeState): boolean {
  return states.indexOf(a) > states.indexOf(b);
}
