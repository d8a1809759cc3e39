import type { Deps } from "./deps.ts";
import { loadPolicies } from "./policies/takePolicy.ts";
import { fillRiskMemory } from "./risk/fillRiskMemory.ts";

/** Reads what a server needs to know before its first answer. */
export async function prepare(deps: Deps): Promise<void> {
  await loadPolicies(deps);
  await fillRiskMemory(deps);
}
