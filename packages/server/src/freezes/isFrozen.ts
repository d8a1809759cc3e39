import type { Deps } from "../deps.ts";
import { payerKeys } from "../payments/keys.ts";

/** Whether nothing can be charged to a wallet: the limit that every payment uses is closed in the ledger. */
export function isFrozen(deps: Pick<Deps, "ledger">, payer: string): boolean {
  return deps.ledger.lookupLimits([payerKeys(payer).day])[0]?.closed === true;
}
