import {
  damagedWayOut,
  DiskFailed,
  DiskFull,
  DiskReadOnly,
  FolderInUse,
  LedgerDamaged,
} from "../../errors.ts";

type Kind = readonly [new (message: string) => Error, sentence: string];

const full: Kind = [
  DiskFull,
  "The ledger's disk is full. What was answered is safe; what was under way is told by asking again. Free some space, then start again.",
];
const readOnly: Kind = [
  DiskReadOnly,
  "The ledger's folder cannot be written. Give the user that runs Farthing the right to write it and all its files, or mount it for writing, then start again.",
];
const damaged: Kind = [
  LedgerDamaged,
  `The ledger's file is damaged: what is stored is not what was written. ${damagedWayOut}`,
];
const locked: Kind = [
  FolderInUse,
  "Another program has locked the ledger's file. Close it (a sqlite3 shell, a copy that is running), then start again.",
];
const failed: Kind = [
  DiskFailed,
  "The ledger's disk failed. What was under way is told by asking again after the next start. Look at the system's log, the disk's health and its quotas, then start again.",
];

/** The first prefix that fits says what it means, in the words of SQLite and of the system. */
const kinds: readonly (readonly [prefix: string, Kind])[] = [
  ["SQLITE_FULL", full],
  ["ENOSPC", full],
  ["EDQUOT", full],
  ["SQLITE_READONLY", readOnly],
  ["SQLITE_CANTOPEN", readOnly],
  ["EACCES", readOnly],
  ["EPERM", readOnly],
  ["EROFS", readOnly],
  ["ENOTDIR", readOnly],
  ["EEXIST", readOnly],
  ["SQLITE_CORRUPT", damaged],
  ["SQLITE_NOTADB", damaged],
  ["SQLITE_IOERR_SHORT_READ", damaged],
  ["SQLITE_BUSY", locked],
  ["SQLITE_IOERR", failed],
  ["EIO", failed],
];

/** What stops the ledger, by its name and with the next step. Any other error is handed back as it is. */
export function diskError(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") {
    return error;
  }
  const { code, message } = error;
  const [, kind] = kinds.find(([prefix]) => code.startsWith(prefix)) ?? [];
  if (kind === undefined) return error;
  const [Named, sentence] = kind;
  return new Named(`${sentence} (${code}: ${message})`);
}

/** Does what it is given, and puts what the disk says into our words. */
export function onDisk<Args extends unknown[], Result>(
  work: (...args: Args) => Result,
): (...args: Args) => Result {
  return (...args) => {
    try {
      return work(...args);
    } catch (error) {
      throw diskError(error);
    }
  };
}
