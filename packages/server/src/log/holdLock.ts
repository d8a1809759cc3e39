import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";

/** Whoever holds the lock writes one small file: it is tried again this often, so many times. */
const waitStepMs = 20;
const waitSteps = 100;

/** Somebody else has held a lock for longer than its work takes. */
class LockHeld extends Error {
  override readonly name = "LockHeld";
}

/**
 * Holds the lock at `path` against every other process and every other call in this one; answers with what lets go of
 * it. It is the operating system's (an open SQLite write lock): whoever is killed leaves none behind.
 */
export async function holdLock(path: string): Promise<() => void> {
  for (let step = 0; step < waitSteps; step += 1) {
    const lock = new Database(path, { timeout: 0 });
    try {
      lock.exec("BEGIN IMMEDIATE");
      return () => void lock.close();
    } catch (error) {
      lock.close();
      if (!isBusy(error)) throw error;
    }
    await sleep(waitStepMs);
  }
  throw new LockHeld(`${path} is held by another process.`);
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");
}
