import { fromBase64url } from "@farthing/core";
import type { NoteKey } from "@farthing/log";
import { z } from "zod";

/** What a check rests on: who signs receipts, by key id, and who signs the log's head. */
export interface TrustedKeys {
  readonly issuers: ReadonlyMap<string, Uint8Array>;
  readonly log: NoteKey;
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

/** A log's verifier key as text, `name+id+base64` (c2sp.org/signed-note); `null` if it is not one of Ed25519. */
export function readVerifierKey(text: string): NoteKey | null {
  const [name, id, ...rest] = text.trim().split("+");
  // Base64 may hold a plus of its own.
  const encoded = rest.join("+");
  if (name === undefined || name === "" || !/^[0-9a-f]{8}$/.test(id ?? "")) return null;
  const bytes = fromBase64url(encoded.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""));
  if (bytes?.length !== 33 || bytes[0] !== 0x01) return null;
  return { name, publicKey: bytes.subarray(1) };
}
