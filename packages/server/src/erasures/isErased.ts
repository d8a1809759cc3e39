import type { Deps } from "../deps.ts";
import { erasedKey } from "../payments/keys.ts";

/** Whether the journal says that this payer is erased: true for every process in the same moment. */
export function isErased({ ledger }: Pick<Deps, "ledger">, payer: string): boolean {
  return typeof ledger.lookupClaims([erasedKey(payer)])[0] === "bigint";
}
