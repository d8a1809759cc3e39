import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";

/** Opens `newsstand.db` in `folder`, making both when absent. Throws when the folder is not writable. */
export function openDatabase(folder: string): Database.Database {
  mkdirSync(folder, { recursive: true });
  const database = new Database(join(folder, "newsstand.db"));
  database.pragma("journal_mode = WAL");
  // An unlock is worth somebody's money: on disk before the article is served.
  database.pragma("synchronous = FULL");
  return database;
}
