import { statfsSync } from "node:fs";
import { bytesInWords } from "../bytesInWords.ts";
import { BackupFault } from "./backupFault.ts";

/** Refuses before the first byte what the disk under `to` could not take. */
export function requireRoom(to: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(to);
  const free = bavail * bsize;
  if (free >= bytes) return;
  throw new BackupFault(
    `The backup needs ${bytesInWords(bytes)}, and ${to} has ${bytesInWords(free)} free: make room, or name a folder on another disk.`,
  );
}
