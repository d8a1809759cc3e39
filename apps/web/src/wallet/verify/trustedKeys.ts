import { fromBase64url } from "@farthing/core";
import type { TrustPolicy } from "@farthing/log";
import { z } from "zod";

/** What a check rests on: who signs receipts, by key id, and whose signatures make a head of the log believed. */
export interface TrustedKeys {
  readonly issuers: ReadonlyMap<string, Uint8Array>;
  readonly policy: TrustPolicy;
}

const Jwks = z.object({
  keys: z.array(
    z.object({ kty: z.string(), crv: z.string().optional(), kid: z.string(), x: z.string() }),
  ),
});

/** The Ed25519 keys of a JWKS (RFC 7517 §5, RFC 8037 §2) by `kid`; others are left out. */
export function readJwks(body: unknown): ReadonlyMap<string, Uint8Array> {
  const keys = new Map<string, Uint8Array>();
  for (const { kty, crv, kid, x } of Jwks.parse(body).keys) {
    const key = fromBase64url(x);
    if (kty === "OKP" && crv === "Ed25519" && key?.length === 32) keys.set(kid, key);
  }
  return keys;
}
