import { lengthPrefixed, utf8 } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { hmacSha256 } from "../payments/hmac.ts";

/**
 * The 16 bytes in a grant's return address by which the merchant's server claims the receipt. Follows
 * from the grant, so that the address is the same however often it is asked for; stored as its hash only.
 */
export function returnNonce(deps: Pick<Deps, "keys">, grant: string): Uint8Array {
  const input = lengthPrefixed(utf8("farthing/return/v1"), utf8(grant));
  return hmacSha256(deps.keys.arrivalKey, input).subarray(0, 16);
}
