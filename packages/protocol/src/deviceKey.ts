import { fromBase64url, lengthPrefixed, utf8 } from "@farthing/core";

/** Signature algorithms of a frame's key: Ed25519, else ECDSA on P-256 with SHA-256 where a browser lacks the first. */
export type DeviceAlgorithm = "Ed25519" | "P-256";

/** A frame's public key: 32 raw bytes (Ed25519) or 65 bytes, an uncompressed point (P-256), as base64url. */
export interface DeviceKey {
  readonly alg: DeviceAlgorithm;
  readonly key: string;
}

/** Raw public key length in bytes. Signatures are 64 bytes for both (P-256: r ‖ s, IEEE P1363). */
export const deviceKeyBytes: Record<DeviceAlgorithm, number> = { Ed25519: 32, "P-256": 65 };

/** The bytes whose SHA-256 is the key's thumbprint, or `null` if the key has the wrong length. */
export function thumbprintInput(device: DeviceKey): Uint8Array | null {
  const key = fromBase64url(device.key);
  if (key?.length !== deviceKeyBytes[device.alg]) return null;
  return lengthPrefixed(utf8("farthing/device-key/v1"), utf8(device.alg), key);
}
