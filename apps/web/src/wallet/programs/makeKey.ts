import { toBase64url } from "@farthing/core";
import type { DeviceKey } from "@farthing/protocol";

/** A pair of keys made in this browser. `secret`: the private key as a JWK (RFC 8037, RFC 7517). */
export interface ProgramKeys {
  readonly device: DeviceKey;
  readonly secret: JsonWebKey;
}

/** Makes a pair that can leave the browser: Ed25519, or P-256 where the browser has no other. */
export async function makeKey(): Promise<ProgramKeys> {
  try {
    return await keysOf("Ed25519", { name: "Ed25519" });
  } catch {
    return keysOf("P-256", { name: "ECDSA", namedCurve: "P-256" });
  }
}

async function keysOf(
  alg: DeviceKey["alg"],
  how: Algorithm | EcKeyGenParams,
): Promise<ProgramKeys> {
  const pair = await crypto.subtle.generateKey(how, true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new TypeError("these algorithms make pairs");
  const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
  const secret = await crypto.subtle.exportKey("jwk", pair.privateKey);
  return { device: { alg, key: toBase64url(new Uint8Array(raw)) }, secret };
}

/** The file that a program pays with. `secret` is null where the program has its own. */
export function keyFile(of: {
  readonly wallet: string;
  readonly allowance: string;
  readonly secret: JsonWebKey | null;
}): string {
  const { wallet, allowance, secret } = of;
  const key = secret && { kty: secret.kty, crv: secret.crv, x: secret.x, y: secret.y, d: secret.d };
  return `${JSON.stringify({ farthing: "program-key/v1", wallet, allowance, key }, null, 2)}\n`;
}
