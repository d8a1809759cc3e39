import { join } from "node:path";
import { uintBytes } from "@farthing/core";
import Database from "better-sqlite3";

/** A bare durable insert loop, one commit at a time, to run beside what it is compared with. */
export interface BareRows {
  /** Commits these rows; answers the milliseconds that took. */
  commit(ids: readonly bigint[], width: number): number;
  close(): void;
}

/**
 * The yardstick: a table of unique 16-byte ids and a body as wide as an entry, with the engine's own pragmas. It reads
 * nothing, decides nothing and hashes nothing.
 */
export function openBareRows(folder: string): BareRows {
  const database = new Database(join(folder, "bare.db"));
  database.exec(`PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA cache_size = -131072; PRAGMA wal_autocheckpoint = 8000;
    CREATE TABLE rows (id BLOB PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID;`);
  const insert = database.prepare("INSERT INTO rows VALUES (?, ?)");
  const write = database.transaction((ids: readonly Uint8Array[], body: Buffer) => {
    for (const id of ids) insert.run(id, body);
  });
  return {
    commit(ids, width) {
      const [keys, body] = [ids.map((id) => uintBytes(id, 16)), Buffer.alloc(width, 7)];
      const from = performance.now();
      write(keys, body);
      return performance.now() - from;
    },
    close: () => void database.close(),
  };
}
