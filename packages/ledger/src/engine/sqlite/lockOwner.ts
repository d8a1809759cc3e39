import { existsSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { isBusy, ownerOf } from "./lockFolder.ts";

/**
 * Who holds the folder, by name; `null` when nobody does. Asks the lock itself, because a killed owner leaves its name
 * behind. It holds the lock for a moment to ask, which a ledger that opens just then waits for.
 */
export function lockOwner(folder: string): string | null {
  const path = join(folder, "ledger.lock");
  if (!existsSync(path)) return null;
  const lock = new Database(path, { timeout: 0, fileMustExist: true });
  try {
    lock.exec("BEGIN IMMEDIATE; ROLLBACK");
    return null;
  } catch (error) {
    if (isBusy(error)) return ownerOf(folder);
    throw error;
  } finally {
    lock.close();
  }
}
