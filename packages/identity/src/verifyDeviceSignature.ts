import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { fromBase64url, toBase64url } from "@farthing/core";
import { type DeviceAlgorithm, type DeviceKey, deviceKeyBytes } from "@farthing/protocol";
import sodium from "sodium-native";

/** A device key with its bytes already decoded: what a server keeps in memory for the hot path. */
export interface RawDeviceKey {
  readonly alg: DeviceAlgorithm;
  readonly key: Uint8Array;
}

/** Most P-256 keys kept imported at once: importing costs more than the check itself. */
export const importedKeysMax = 4_096;

const importedKeys = new Map<string, KeyObject>();

/**
 * Whether `signature` over `message` was made by `device`. Never throws: whatever is not a key, or not 64 bytes, is `false`.
 *
 * Ed25519 is libsodium's: canonical S, no small-order key (RFC 8032 §5.1.7 and §8.4 hardened).
 * P-256 is ECDSA with SHA-256 over an uncompressed point, r ‖ s (IEEE P1363), as WebCrypto signs.
 */
export function verifyDeviceSignature(
  device: DeviceKey,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = fromBase64url(device.key);
  return key !== null && verifyRawSignature({ alg: device.alg, key }, message, signature);
}

/** {@link verifyDeviceSignature} for a key whose bytes are known. */
export function verifyRawSignature(
  device: RawDeviceKey,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { alg, key } = device;
  if (key.length !== deviceKeyBytes[alg] || signature.length !== 64) return false;
  if (alg === "Ed25519") return sodium.crypto_sign_verify_detached(signature, message, key);
  const imported = importedP256(key);
  return (
    imported !== null &&
    verify("sha256", message, { key: imported, dsaEncoding: "ieee-p1363" }, signature)
  );
}

function importedP256(point: Uint8Array): KeyObject | null {
  const name = toBase64url(point);
  const known = importedKeys.get(name);
  // Deleted and set again: the first of the map is the one used longest ago.
  if (known !== undefined) importedKeys.delete(name);
  const key = known ?? importP256(point);
  if (key === null) return null;
  importedKeys.set(name, key);
  if (importedKeys.size > importedKeysMax) {
    for (const oldest of importedKeys.keys()) {
      importedKeys.delete(oldest);
      break;
    }
  }
  return key;
}

function importP256(point: Uint8Array): KeyObject | null {
  if (point[0] !== 0x04) return null;
  try {
    return createPublicKey({
      format: "jwk",
      key: {
        kty: "EC",
        crv: "P-256",
        x: toBase64url(point.subarray(1, 33)),
        y: toBase64url(point.subarray(33)),
      },
    });
  } catch {
    // Not a point of the curve.
    return null;
  }
}
