import { tmpdir } from "node:os";
import { probeFsync as probeDisk } from "@farthing/ledger";

/**
 * Median milliseconds of one durable 4 KiB append on the disk that holds `folder`: printed beside every figure,
 * because a payment can be no faster than the disk lets it.
 */
export function probeFsync(folder = tmpdir(), rounds = 200): number {
  return probeDisk(folder, rounds).medianMs;
}

/** The value below which the share `part` (0 to 1) of `values` lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}
