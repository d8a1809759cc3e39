import type { Deps } from "../deps.ts";
import { ownershipKey } from "./keys.ts";

/** Who buys, and whose key theirs was before. */
export interface Buyer {
  readonly payer: string;
  readonly formerGuest?: string | null;
}

/** Who owns what is sold, or will: the guest who bought it by this key before there was a wallet, or else the payer. */
export function ownerOf(
  { ledger }: Pick<Deps, "ledger">,
  { payer, formerGuest = null }: Buyer,
  { aud, resource }: { readonly aud: string; readonly resource: string },
): string {
  if (formerGuest === null) return payer;
  const [holder] = ledger.lookupClaims([ownershipKey(formerGuest, aud, resource)]);
  return holder === null || holder === undefined ? payer : formerGuest;
}
