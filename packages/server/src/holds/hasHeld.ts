import type { Deps } from "../deps.ts";
import { heldKey } from "../payments/keys.ts";
import { heldOf } from "../wallets/balance.ts";

/** Whether a payment of this payer is held, or is over by the ledger's clock and its limits and its claim are not back yet. */
export function hasHeld(deps: Pick<Deps, "ledger" | "config">, payer: string): boolean {
  const [limit] = deps.ledger.lookupLimits([heldKey(payer)]);
  // What was held before there was such a limit is on the account alone.
  return (limit?.used ?? 0n) > 0n || heldOf(deps, payer).amount !== "0";
}
