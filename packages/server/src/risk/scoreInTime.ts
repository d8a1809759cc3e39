import { second } from "@farthing/core";
import { type Policy, type Risk, type Signals, tryScore } from "@farthing/risk";
import type { Deps } from "../deps.ts";

/** Longest lag of the store behind the journal at which what is known still counts, in milliseconds (architecture.md §5). */
const riskLagMsMax = 2 * second;
/** A score that takes longer than this is not waited for again: the answer would be late. In milliseconds. */
const scoreMsMax = 20;

/** The risk of a payment by what `gather` finds; null, which raises the band, where not all is known, or not in time. */
export function scoreInTime(
  { risk, projection, score }: Deps,
  policy: Policy,
  gather: () => Signals,
): Risk | null {
  if (!risk.isReady || projection.knownLagMs() > riskLagMsMax) return null;
  return tryScore(score, policy, gather, { now: () => performance.now(), msMax: scoreMsMax });
}
