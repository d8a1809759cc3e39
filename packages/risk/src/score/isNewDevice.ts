import { hour } from "@farthing/core";
import type { Signals } from "./score.ts";

/** So much younger than its wallet is still one of the wallet's first devices. */
const firstDeviceMs = hour;

/**
 * Whether a device is younger than `youngMs` and clearly younger than its wallet. A first day is not punished: only a
 * device that is newer than its wallet is a new one (rule 3).
 */
export function isNewDevice(
  { deviceAgeMs, accountAgeMs }: Pick<Signals, "deviceAgeMs" | "accountAgeMs">,
  youngMs: number,
): boolean {
  return deviceAgeMs < youngMs && accountAgeMs > deviceAgeMs + firstDeviceMs;
}
