import { timingSafeEqual } from "node:crypto";
import { fromBase64url, idToBytes, toBase64url, utf8 } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { hmacSha256 } from "../payments/hmac.ts";

/** A link that cancels this held payment and does nothing else. It ends with the hold, so that nothing is kept of it. */
export function cancelLink(
  { config, keys }: Pick<Deps, "config" | "keys">,
  payment: string,
): string {
  return `${config.origin}/mail/cancel/${payment}.${toBase64url(proofOf(keys, payment))}`;
}

/** The payment that the link with this secret cancels; null: nobody's. */
export function paymentOfCancelLink({ keys }: Pick<Deps, "keys">, secret: string): string | null {
  const [payment = "", text = "", ...rest] = secret.split(".");
  const proof = fromBase64url(text);
  const isOurs = rest.length === 0 && idToBytes("payment", payment) !== null && proof !== null;
  if (!isOurs) return null;
  const own = proofOf(keys, payment);
  return proof.length === own.length && timingSafeEqual(proof, own) ? payment : null;
}

function proofOf({ fieldKey }: Deps["keys"], payment: string): Uint8Array {
  return hmacSha256(hmacSha256(fieldKey, utf8("farthing/cancel-link/v1")), utf8(payment));
}
