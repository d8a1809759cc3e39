import { fromBase64url } from "@farthing/core";
import { type NoteKey, parseVerifierKey } from "@farthing/log";
import { sha256 } from "@noble/hashes/sha2.js";
import { z } from "zod";

/** What a check rests on: who signs receipts, by key id, and who signs the log's head. */
export interface TrustedKeys {
  readonly issuers: ReadonlyMap<string, Uint8Array>;
  /** All of one name. */
  readonly log: readonly NoteKey[];
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

/** A log's verifier keys as text, a line each (c2sp.org/signed-note); `null` unless all are, and of one name. */
export function readVerifierKeys(text: string): readonly NoteKey[] | null {
  const keys: NoteKey[] = [];
  for (const line of text.trim().split("\n")) {
    const key = parseVerifierKey(sha256, line);
    if (key === null || (keys[0] ?? key).name !== key.name) return null;
    keys.push(key);
  }
  return keys;
}
