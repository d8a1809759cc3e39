import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";

/**
 * Median milliseconds of one durable 4 KiB append on the disk that holds `folder`: printed beside every figure,
 * because a payment can be no faster than the disk lets it.
 */
export function probeFsync(folder = tmpdir(), rounds = 200): number {
  const place = mkdtempSync(join(folder, "farthing-fsync-"));
  const file = openSync(join(place, "probe"), "w");
  const page = Buffer.alloc(4096, 1);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = process.hrtime.bigint();
    writeSync(file, page);
    fdatasyncSync(file);
    times.push(Number(process.hrtime.bigint() - from) / 1e6);
  }
  closeSync(file);
  rmSync(place, { recursive: true });
  return percentile(times, 0.5);
}

/** The value below which the share `part` (0 to 1) of `values` lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}
