import { ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { hasHeld } from "../holds/hasHeld.ts";
import { stopHolds } from "../holds/workHolds.ts";

/**
 * Lets go of all that is held of a payer whose wallet is closed: it needs the payer's key, and an account that money can
 * still leave. Throws `unavailable` while anything is held.
 */
export async function releaseHolds(deps: Deps, payer: string): Promise<void> {
  if (!hasHeld(deps, payer)) return;
  await stopHolds(deps, { payer });
  if (hasHeld(deps, payer)) throw new ProblemError("unavailable");
}
