/** A backup or a restore that could not be done; the message says why, what was left, and what to do. */
export class BackupFault extends Error {
  override readonly name = "BackupFault";
}

/** Ctrl-C, or a signal that means the same. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

const full = new Set(["ENOSPC", "EDQUOT", "EFBIG", "SQLITE_FULL"]);

/** The failure as one of ours, when it means that a disk takes or gives no more; `place` is where was written. */
export function diskFault(error: unknown, place: string): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const code = String(error.code);
  if (full.has(code)) {
    return new BackupFault(
      `The disk of ${place} is full (${error.message}). Nothing was left there: make room, or name another folder.`,
    );
  }
  // SQLite tells some limits of a disk and a failing one by the same word, and not which of its two files it was.
  if (code === "EIO" || code.startsWith("SQLITE_IOERR")) {
    return new BackupFault(
      `Copying to ${place} failed (${error.message}). Nothing was left there: see that its disk takes more and that neither disk fails, and try again.`,
    );
  }
  return error;
}
