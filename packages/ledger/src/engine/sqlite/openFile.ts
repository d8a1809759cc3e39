import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Driver, SqlIn } from "./driver.ts";
import { rewriteLog } from "./rewriteLog.ts";
import { knownSchema, writerPragmas } from "./schema.ts";

/** The ledger's database inside its folder. */
export function ledgerFile(folder: string): string {
  return join(folder, "ledger.db");
}

/** better-sqlite3 as the engine sees it: its own statements, with every integer a bigint. */
function driverOf(db: Database.Database): Driver {
  db.defaultSafeIntegers(true);
  return {
    prepare: <Row>(sql: string) => db.prepare<SqlIn[], Row>(sql),
    exec: (sql) => void db.exec(sql),
    close: () => void db.close(),
  };
}

/** Makes sure that the log of changes is on disk as it is read, also where a reader keeps it from being moved into the file. */
function settleOnDisk(folder: string): void {
  const path = `${ledgerFile(folder)}-wal`;
  if (!existsSync(path)) return;
  const handle = openSync(path, "r+");
  try {
    rewriteLog({
      size: fstatSync(handle).size,
      read(offset, length) {
        const bytes = Buffer.allocUnsafe(length);
        return bytes.subarray(0, readSync(handle, bytes, 0, length, offset));
      },
      write: (offset, bytes) => void writeSync(handle, bytes, 0, bytes.length, offset),
      sync: () => fdatasyncSync(handle),
    });
  } finally {
    closeSync(handle);
  }
}

/** The writer's connection. */
export function openForWriting(folder: string): Driver {
  settleOnDisk(folder);
  const driver = driverOf(new Database(ledgerFile(folder), { timeout: 0 }));
  driver.exec(writerPragmas);
  return driver;
}

/** A reader's connection: sees every commit that was answered. Refuses a schema it does not know. */
export function openForReading(folder: string): Driver {
  const driver = driverOf(
    new Database(ledgerFile(folder), { readonly: true, fileMustExist: true }),
  );
  driver.exec("PRAGMA cache_size = -16384");
  knownSchema(driver);
  return driver;
}

/**
 * For a ledger that is built anew and thrown away: what a power cut takes of it is built again. Nobody else opens it, so it
 * is locked once (measured: a tenth of a replay whose commits are of one entry).
 */
export function openForReplay(folder: string): Driver {
  const driver = driverOf(new Database(ledgerFile(folder)));
  driver.exec(
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384",
  );
  return driver;
}
