import { day } from "@farthing/core";

/** From the first on dear clicks need a passkey, at the second all do. */
export type BrakeState = "off" | "dear-clicks" | "all-clicks";

/** From least to most strict. */
const states: readonly BrakeState[] = ["off", "dear-clicks", "all-clicks"];

/** How long the rate must have been lower before the brake is let go, in milliseconds. */
export const releaseMs = 30 * day;

/**
 * The least volume that a rate is taken of, in the smallest unit: 20,000.00. At 13 basis points it takes more than 26.00
 * of fraud, and 20.00 is the most that anybody may pay one site in 24 hours: in a new installation no single report brakes.
 */
export const volumeMin = 20_000_000_000n;

/** The platform's brake, and since when the rate is lower than it (milliseconds since 1970; null: it is not). */
export interface Brake {
  readonly state: BrakeState;
  readonly belowSince: number | null;
}

/** Fraud by value in 1/100 of a percent of what was captured. Amounts in the smallest unit. */
export function fraudRate({ fraud, captured }: { fraud: bigint; captured: bigint }): number {
  const volume = captured > volumeMin ? captured : volumeMin;
  return Number((fraud * 1_000_000n) / volume) / 100;
}

/** The next state of the brake: stricter at once, laxer after 30 days below. Pure. Source: specs/policy.md. */
export function stepBrake(
  before: Brake,
  at: { basisPoints: number; brakeBasisPoints: number; now: number },
): Brake {
  const wanted = stateAt(at.basisPoints, at.brakeBasisPoints);
  if (isStricter(wanted, before.state) || wanted === before.state) {
    return { state: wanted, belowSince: null };
  }
  const belowSince = Math.min(before.belowSince ?? at.now, at.now);
  if (at.now - belowSince < releaseMs) return { state: before.state, belowSince };
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
