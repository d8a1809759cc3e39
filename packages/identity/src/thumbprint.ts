import { type DeviceKey, thumbprintInput } from "@farthing/protocol";
import { sha256 } from "./sha256.ts";

/**
 * The name of a device key: SHA-256 of its algorithm and raw bytes, 32 bytes.
 * `null` if the key does not have its algorithm's length. Normative text: specs/authorization.md.
 */
export function thumbprint(device: DeviceKey): Uint8Array | null {
  const input = thumbprintInput(device);
  return input === null ? null : sha256(input);
}
