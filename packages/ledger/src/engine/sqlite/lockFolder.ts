import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { FolderInUse } from "../../errors.ts";

function ownerOf(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
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
  const ownerFile = join(folder, "ledger.owner");
  const lock = new Database(join(folder, "ledger.lock"), { timeout: 0 });
  try {
    lock.exec("BEGIN IMMEDIATE");
  } catch (error) {
    lock.close();
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith("SQLITE_BUSY")) {
      throw error;
    }
    throw new FolderInUse(`The ledger in ${folder} is in use by ${ownerOf(ownerFile)}.`);
  }
  writeFileSync(ownerFile, `process ${process.pid} on ${hostname()}\n`);
  return () => {
    rmSync(ownerFile, { force: true });
    lock.close();
  };
}
