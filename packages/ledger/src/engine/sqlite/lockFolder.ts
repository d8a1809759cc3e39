import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { FolderInUse } from "../../errors.ts";

/** `lockOwner` asks for the lock for a moment; whoever opens just then waits this long instead of giving up. */
const patienceMs = 200;

/** Whether somebody else has the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");
}

function ownerFileOf(folder: string, what: string): string {
  return join(folder, `${what}.owner`);
}

/** The name that the folder's owner left. */
export function ownerOf(folder: string, what = "ledger"): string {
  try {
    return readFileSync(ownerFileOf(folder, what), "utf8").trim();
  } catch {
    return "an unnamed process";
  }
}

/** The lock on a folder. */
export interface FolderLock {
  /** Whether a ledger was made here before. */
  readonly wasMade: boolean;
  /** Remembers that one was. */
  noteMade(): void;
  letGo(): void;
}

function begin(lock: Database.Database, folder: string, what: string): void {
  try {
    lock.exec("BEGIN IMMEDIATE");
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new FolderInUse(`The ${what} in ${folder} is in use by ${ownerOf(folder, what)}.`);
  }
}

/**
 * Makes this ledger, or whatever else `what` names, the folder's only one, or throws `FolderInUse` with the owner's name. The lock is
 * the operating system's (held by an open SQLite write lock), so a killed owner leaves none behind;
 * the file beside it only says whose it is.
 */
export function lockFolder(folder: string, what = "ledger"): FolderLock {
  const ownerFile = ownerFileOf(folder, what);
  const lock = new Database(join(folder, `${what}.lock`), { timeout: patienceMs });
  begin(lock, folder, what);
  try {
    writeFileSync(ownerFile, `process ${process.pid} on ${hostname()}\n`);
  } catch (error) {
    lock.close();
    throw error;
  }
  const wasMade = lock.pragma("user_version", { simple: true }) === 1;
  return {
    wasMade,
    noteMade() {
      if (wasMade) return;
      lock.exec("PRAGMA user_version = 1; COMMIT");
      begin(lock, folder, what);
    },
    letGo() {
      rmSync(ownerFile, { force: true });
      lock.close();
    },
  };
}
