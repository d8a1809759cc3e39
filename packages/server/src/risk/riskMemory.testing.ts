import { instant } from "@farthing/core";
import type { Deps } from "../deps.ts";

/** As if somebody had a copy of the key: its counter was used twice, three times. */
export function noteConflicts(
  { risk, clock }: Pick<Deps, "risk" | "clock">,
  of: { payer: string; device: string },
): void {
  for (let at = 0; at < 3; at += 1) risk.conflict({ ...of, at: instant(clock.now()) });
}
