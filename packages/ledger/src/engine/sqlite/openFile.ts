import { join } from "node:path";
import Database from "better-sqlite3";
import { knownSchema } from "./schema.ts";

/** The ledger's database inside its folder. */
export function ledgerFile(folder: string): string {
  return join(folder, "ledger.db");
}

/** Where the writer leaves commits to be moved into the database file: about 32 MiB. */
const walPages = 8_000;

/** The writer's connection. FULL: an answered entry survives power loss (research: NORMAL does not). */
export function openForWriting(folder: string): Database.Database {
  const db = new Database(ledgerFile(folder), { timeout: 0 });
  db.defaultSafeIntegers(true);
  db.pragma("page_size = 4096");
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("cache_size = -131072");
  db.pragma("temp_store = MEMORY");
  db.pragma(`wal_autocheckpoint = ${walPages}`);
  return db;
}

/** A reader's connection: sees every commit that was answered. Refuses a newer schema. */
export function openForReading(folder: string): Database.Database {
  const db = new Database(ledgerFile(folder), { readonly: true, fileMustExist: true });
  db.defaultSafeIntegers(true);
  db.pragma("cache_size = -16384");
  knownSchema(db);
  return db;
}
