import type { Deps } from "./deps.ts";
import { replayErasures } from "./erasures/replayErasures.ts";
import { loadPolicies, requirePolicyInForce } from "./policies/takePolicy.ts";
import { fillRefusals } from "./questions/refusals.ts";
import { measureBrake } from "./risk/measureBrake.ts";
import { fillRiskMemory } from "./risk/fillRiskMemory.ts";

/** Reads what a server needs to know before its first answer. Throws `PolicyUnreadable`. */
export async function prepare(deps: Deps): Promise<void> {
  await loadPolicies(deps);
  await requirePolicyInForce(deps);
  await replayErasures(deps);
  await fillRefusals(deps);
  await fillRiskMemory(deps);
  await measureFirst(deps);
}

/** Not measured is no reason not to start: dear clicks are asked for a passkey until it is. */
async function measureFirst(deps: Deps): Promise<void> {
  try {
    await measureBrake(deps);
  } catch (error) {
    deps.logger.error({ err: error }, "the brake was not measured");
  }
}
