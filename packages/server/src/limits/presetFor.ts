import type { PresetName } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { settledPreset } from "./applyRaise.ts";

/** The preset in force of a payer, or of somebody who has no wallet yet, or has not said whose it is (null). */
export async function presetFor(deps: Deps, payer: string | null): Promise<PresetName> {
  return payer === null ? "balanced" : (await settledPreset(deps, payer)).preset;
}
