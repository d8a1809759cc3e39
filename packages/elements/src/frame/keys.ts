import { toBase64url } from "@farthing/core";
import type { DeviceAlgorithm, DeviceKey } from "@farthing/protocol";

/** A key that can sign and can never leave the browser. */
export interface FrameKey extends DeviceKey {
  readonly privateKey: CryptoKey;
}

type Maker = Pick<SubtleCrypto, "generateKey" | "exportKey">;

// Ed25519 names its own curve and ignores the field.
const parameters: Record<DeviceAlgorithm, EcKeyGenParams> = {
  Ed25519: { name: "Ed25519", namedCurve: "" },
  "P-256": { name: "ECDSA", namedCurve: "P-256" },
};

/** A fresh non-extractable key: Ed25519, or P-256 where the browser lacks it. */
export async function makeKey(subtle: Maker = crypto.subtle): Promise<FrameKey> {
  try {
    return await generate(subtle, "Ed25519");
  } catch {
    return await generate(subtle, "P-256");
  }
}

async function generate(subtle: Maker, alg: DeviceAlgorithm): Promise<FrameKey> {
  const pair = await subtle.generateKey(parameters[alg], false, ["sign", "verify"]);
  const raw = await subtle.exportKey("raw", pair.publicKey);
  return { alg, key: toBase64url(new Uint8Array(raw)), privateKey: pair.privateKey };
}

/** 64 bytes for both algorithms (P-256: r ‖ s), as base64url. */
export async function signWith(key: FrameKey, bytes: Uint8Array): Promise<string> {
  const how = key.alg === "Ed25519" ? "Ed25519" : { name: "ECDSA", hash: "SHA-256" };
  // A copy: WebCrypto's types refuse views of shared memory.
  const signature = await crypto.subtle.sign(how, key.privateKey, new Uint8Array(bytes));
  return toBase64url(new Uint8Array(signature));
}
