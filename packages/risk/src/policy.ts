import type { Asset } from "@farthing/core";

/**
 * What a payer is asked to do, from least to most: N nothing, C a click signed by the device key, U a passkey with user
 * verification, H U and then a hold with notice, D nothing helps: declined.
 */
export type Gesture = "N" | "C" | "U" | "H" | "D";

/** Prices up to and including `upTo` (smallest unit of the policy's asset) need at least `gesture`. */
export interface PolicyRow {
  readonly name: string;
  readonly upTo: bigint;
  readonly gesture: Gesture;
}

/** Which gesture a price needs. Data, so that it can be dated, compared and replayed. */
export interface Policy {
  /** Never reused: a decision names it. */
  readonly version: string;
  /** First day on which it holds, UTC. */
  readonly effectiveFrom: string;
  readonly asset: Asset;
  /** Ascending by `upTo`. A price above the last row is D. */
  readonly rows: readonly PolicyRow[];
}

/**
 * Balanced, the default. On web pages the least gesture is C (frame-and-grant.md rule 1); a click buys at most 5.00,
 * the most that a per-click line may be set to; nothing above 500.00 is a micropayment (fraud research §4.8).
 */
export const balancedPolicy: Policy = {
  version: "balanced-1",
  // The first policy: in force before the first payment there can be, even where a machine's clock is behind.
  effectiveFrom: "2025-01-01",
  asset: "PLAY/6",
  rows: [
    { name: "click", upTo: 5_000_000n, gesture: "C" },
    { name: "passkey", upTo: 500_000_000n, gesture: "U" },
  ],
};
