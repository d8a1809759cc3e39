import type { KeyProof } from "@farthing/protocol";
import { noteContentTime } from "../balance/contentTimes.ts";
import type { Deps } from "../deps.ts";
import { paymentOfKey } from "./paymentOfKey.ts";

/** The frame says how long its payer waited, in milliseconds: counted once for each payment, only by the key that paid. */
export function shown(deps: Deps, ask: { payment: string; proof: KeyProof; ms: number }): void {
  noteContentTime(deps, { ...paymentOfKey(deps, { ...ask, purpose: "shown" }), ms: ask.ms });
}
