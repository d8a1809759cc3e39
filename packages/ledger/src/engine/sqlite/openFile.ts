import { closeSync, existsSync, fdatasyncSync, openSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Driver, SqlIn } from "./driver.ts";
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

/** Syncs the log of changes that is there: where a reader keeps it from being moved into the file, it is at least on disk. */
function syncLog(folder: string): void {
  const path = `${ledgerFile(folder)}-wal`;
  if (!existsSync(path)) return;
  const handle = openSync(path, "r+");
  try {
    fdatasyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The writer's connection. */
export function openForWriting(folder: string): Driver {
  syncLog(folder);
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
