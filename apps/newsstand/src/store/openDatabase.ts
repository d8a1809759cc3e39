import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";

/** Each step brings the file from the version of its place in the list to the next. */
const steps = [
  `CREATE TABLE IF NOT EXISTS unlocks (
    visitor TEXT NOT NULL, article TEXT NOT NULL, payment TEXT NOT NULL,
    undo_until INTEGER NOT NULL, settled INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (visitor, article)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS seen (key TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,

  // Articles were all there was; they opened when they were paid, ten seconds before the time to undo was over.
  `CREATE TABLE purchases (
    payment TEXT NOT NULL, visitor TEXT NOT NULL, ware TEXT NOT NULL,
    paid_at INTEGER NOT NULL, undo_until INTEGER NOT NULL,
    settled INTEGER NOT NULL DEFAULT 0, words TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (payment, visitor)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX purchases_of ON purchases (visitor, ware);
  INSERT INTO purchases (payment, visitor, ware, paid_at, undo_until, settled)
    SELECT payment, visitor, article, undo_until - 10000, undo_until, settled FROM unlocks;
  DROP TABLE unlocks;
  CREATE TABLE deliveries (
    payment TEXT PRIMARY KEY, visitor TEXT NOT NULL, payer TEXT NOT NULL, state TEXT NOT NULL,
    due_at INTEGER NOT NULL, failures INTEGER NOT NULL DEFAULT 0,
    is_broken INTEGER NOT NULL DEFAULT 0, ended_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX deliveries_open ON deliveries (state, due_at);
  CREATE INDEX deliveries_of ON deliveries (visitor, due_at);
  CREATE INDEX deliveries_refunded ON deliveries (payer, state, ended_at);
  CREATE TABLE breaks (visitor TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE asked (
    payment TEXT NOT NULL, reason TEXT NOT NULL, asked_at INTEGER NOT NULL,
    PRIMARY KEY (payment, reason)
  ) STRICT, WITHOUT ROWID;`,
];

/** Opens `newsstand.db` in `folder`, making or migrating it. Throws when the folder is not writable. */
export function openDatabase(folder: string): Database.Database {
  mkdirSync(folder, { recursive: true });
  const database = new Database(join(folder, "newsstand.db"));
  database.pragma("journal_mode = WAL");
  // What is bought is worth somebody's money: on disk before it is served.
  database.pragma("synchronous = FULL");
  migrate(database);
  return database;
}

function migrate(database: Database.Database): void {
  const version = Number(database.pragma("user_version", { simple: true }));
  database.transaction(() => {
    for (const step of steps.slice(version)) database.exec(step);
    database.pragma(`user_version = ${Math.max(version, steps.length)}`);
  })();
}
