/** The log of changes (`ledger.db-wal`) that a writer before left: a file on a disk, or on a simulated one. */
export interface LogFile {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
  write(offset: number, bytes: Uint8Array): void;
  sync(): void;
}

const pieceBytes = 1 << 20;

/**
 * Writes the log over with what it holds, and syncs it: from here on, what is read from it is on disk. SQLite takes
 * every whole frame for committed, also one whose sync never came to be, and a retry would be answered from what the
 * next power cut takes away. A sync alone is not enough: after one that failed, Linux takes what was to be written for
 * written ("fsyncgate", PostgreSQL wiki), so the next one succeeds and the disk still lacks it.
 */
export function rewriteLog(log: LogFile): void {
  for (let offset = 0; offset < log.size; offset += pieceBytes) {
    log.write(offset, log.read(offset, Math.min(pieceBytes, log.size - offset)));
  }
  log.sync();
}
