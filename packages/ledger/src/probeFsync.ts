import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** What one durable append of 4 KiB costs, in milliseconds. */
export interface DiskProbe {
  readonly rounds: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

/**
 * Times `rounds` durable appends of 4 KiB, one after the other, on the disk that holds `folder`, in a folder of its own
 * that is removed after: no commit, and so no payment, can be faster than that disk.
 */
export function probeFsync(folder: string, rounds = 200): DiskProbe {
  const place = mkdtempSync(join(folder, ".fsync-"));
  try {
    const file = openSync(join(place, "probe"), "w");
    const page = Buffer.alloc(4096, 1);
    const times = Array.from({ length: rounds }, () => {
      const from = process.hrtime.bigint();
      writeSync(file, page);
      fdatasyncSync(file);
      return Number(process.hrtime.bigint() - from) / 1e6;
    }).sort((a, b) => a - b);
    closeSync(file);
    const at = (part: number) => times[Math.min(rounds - 1, Math.floor(part * rounds))] ?? 0;
    return { rounds, medianMs: at(0.5), p99Ms: at(0.99) };
  } finally {
    rmSync(place, { recursive: true });
  }
}
