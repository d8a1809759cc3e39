import Database from "better-sqlite3";

/**
 * Makes a copied database one plain file: without a write-ahead log it needs no file beside it and can be read from
 * where nothing can be written. Its next server turns the log on again.
 */
export function sealFile(path: string): void {
  const db = new Database(path, { fileMustExist: true });
  try {
    db.pragma("journal_mode = DELETE");
  } finally {
    db.close();
  }
}
