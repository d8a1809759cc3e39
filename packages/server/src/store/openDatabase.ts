import Database from "better-sqlite3";

/** How a connection to store.db trades speed for what a power cut may take. */
export type Durability = "full" | "normal";

/** The bare connection, for code that runs the same few statements many times. */
export function openDatabase(path: string, durability: Durability): Database.Database {
  const database = new Database(path);
  database.defaultSafeIntegers(true);
  database.pragma("busy_timeout = 5000");
  database.pragma("journal_mode = WAL");
  database.pragma(`synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
  database.pragma("foreign_keys = ON");
  // What is deleted is overwritten, so that what was erased is not read from the file. Views hold nothing but the journal.
  if (durability === "full") database.pragma("secure_delete = ON");
  return database;
}
