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

function ownerFileOf(folder: string): string {
  return join(folder, "ledger.owner");
}

/** The name that the folder's owner left. */
export function ownerOf(folder: string): string {
  try {
    return readFileSync(ownerFileOf(folder), "utf8").trim();
  } catch {
    return "an unnamed process";
  }
}

/**
 * Makes this ledger the folder's only one, or throws `FolderInUse` with the owner's name. The lock is
 * the operating system's (held by an open SQLite write lock), so a killed owner leaves none behind;
 * the file beside it only says whose it is. Returns the way to let go.
 */
export function lockFolder(folder: string): () => void {
  const ownerFile = ownerFileOf(folder);
  const lock = new Database(join(folder, "ledger.lock"), { timeout: patienceMs });
  try {
    lock.exec("BEGIN IMMEDIATE");
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new FolderInUse(`The ledger in ${folder} is in use by ${ownerOf(folder)}.`);
  }
  writeFileSync(ownerFile, `process ${process.pid} on ${hostname()}\n`);
  return () => {
    rmSync(ownerFile, { force: true });
    lock.close();
  };
}
