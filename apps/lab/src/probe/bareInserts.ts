import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";

/**
 * The yardstick: rows per second of a bare durable insert loop (SQLite, WAL, synchronous=FULL), `batch` rows of
 * `bytes` bytes in each commit, for `ms` milliseconds, on the same disk and in the same run.
 */
export function bareInserts(options: { batch: number; bytes: number; ms: number }): number {
  const place = mkdtempSync(join(tmpdir(), "farthing-yardstick-"));
  const database = new Database(join(place, "bare.db"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec("CREATE TABLE rows (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT");
  const insert = database.prepare("INSERT INTO rows (body) VALUES (?)");
  const body = Buffer.alloc(options.bytes, 7);
  const commit = database.transaction(() => {
    for (let row = 0; row < options.batch; row += 1) insert.run(body);
  });
  const from = process.hrtime.bigint();
  let rows = 0;
  while (Number(process.hrtime.bigint() - from) / 1e6 < options.ms) {
    commit();
    rows += options.batch;
  }
  const seconds = Number(process.hrtime.bigint() - from) / 1e9;
  database.close();
  rmSync(place, { recursive: true });
  return rows / seconds;
}
