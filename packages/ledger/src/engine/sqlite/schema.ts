import type { Database } from "better-sqlite3";
import { NewerSchema } from "../../errors.ts";

/**
 * Forward-only, one string per version. Why each table looks as it does: docs/decisions/0003.
 * Numbers over 63 bits are 16 big-endian bytes; everything else is an INTEGER (STRICT refuses REAL).
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE batches (
    first_seq INTEGER PRIMARY KEY, entries INTEGER NOT NULL, timestamp INTEGER NOT NULL,
    rules INTEGER NOT NULL, first_leaf INTEGER NOT NULL, leaf_count INTEGER NOT NULL,
    leaves BLOB NOT NULL, body BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX batches_by_leaf ON batches (first_leaf) WHERE leaf_count > 0;
  CREATE TABLE entry_ids (id BLOB PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE nodes (
    level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, idx)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, timestamp INTEGER NOT NULL,
    leaves INTEGER NOT NULL, range BLOB NOT NULL, root BLOB NOT NULL
  ) STRICT;
  INSERT INTO head VALUES (1, 0, 0, 0, x'',
    x'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  CREATE TABLE accounts (
    row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, asset TEXT NOT NULL, code INTEGER NOT NULL,
    flags INTEGER NOT NULL, debits_pending INTEGER NOT NULL, debits_posted INTEGER NOT NULL,
    credits_pending INTEGER NOT NULL, credits_posted INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE limits (
    row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, bucket_ms INTEGER,
    buckets INTEGER, max INTEGER NOT NULL, expires_at INTEGER, closed INTEGER NOT NULL,
    reset_at INTEGER NOT NULL, used INTEGER NOT NULL, uses BLOB NOT NULL
  ) STRICT;
  CREATE TABLE claims (key BLOB PRIMARY KEY, holder BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE counters (
    row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, closed INTEGER NOT NULL,
    highest INTEGER NOT NULL, seen INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE holds (
    row INTEGER PRIMARY KEY, entry BLOB NOT NULL, idx INTEGER NOT NULL, debit BLOB NOT NULL,
    credit BLOB NOT NULL, amount INTEGER NOT NULL, asset TEXT NOT NULL, code INTEGER NOT NULL,
    closes TEXT, expires_at INTEGER, status TEXT NOT NULL, UNIQUE (entry, idx)
  ) STRICT;
  CREATE INDEX holds_due ON holds (expires_at) WHERE status = 'pending' AND expires_at IS NOT NULL;
  `,
];

/** The schema this version reads and writes. */
const schemaVersion = migrations.length;

/** The schema a database has; throws `NewerSchema` when this version cannot know what it means. */
export function knownSchema(db: Database): number {
  const version = Number(db.pragma("user_version", { simple: true }));
  if (version > schemaVersion) {
    throw new NewerSchema(
      `The ledger has schema ${version}; this Farthing knows up to ${schemaVersion}. Start the newer version that wrote it.`,
    );
  }
  return version;
}

/** Brings a database to this version's schema, one numbered step at a time. */
export function migrate(db: Database): void {
  for (let version = knownSchema(db); version < schemaVersion; version += 1) {
    db.exec(`BEGIN; ${migrations[version]} PRAGMA user_version = ${version + 1}; COMMIT`);
  }
}
