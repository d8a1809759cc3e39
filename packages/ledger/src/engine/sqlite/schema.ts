import { NewerSchema, OlderSchema } from "../../errors.ts";
import type { Driver } from "./driver.ts";

/** Where the writer leaves commits to be moved into the database file: about 32 MiB. */
const walPages = 8_000;

/**
 * How the writer uses its file. FULL: an answered entry survives power loss (research: NORMAL does not).
 * The writer checkpoints, nobody else: readers are read-only.
 */
export const writerPragmas = `
  PRAGMA page_size = 4096;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA cache_size = -131072;
  PRAGMA temp_store = MEMORY;
  PRAGMA wal_autocheckpoint = ${walPages};
`;

/** The first schema whose journal the rules of this version can replay. */
const oldest = 2;

/**
 * Forward-only, one string per version from `oldest` on. Why each table looks as it does:
 * docs/decisions/0003 and 0013. What changes with every payment lies in narrow tables of its own, because
 * every touched page goes into the log of changes whole. Numbers over 63 bits are 16 big-endian bytes, which is why totals are
 * ANY: an INTEGER while they fit one. `sum` and `facts_sum` are the row's own (rowSum.ts). Everything else is an INTEGER (STRICT refuses REAL).
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
  CREATE TABLE places (place INTEGER PRIMARY KEY) STRICT;
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
    user_data_128 ANY NOT NULL, user_data_64 ANY NOT NULL, user_data_32 INTEGER NOT NULL,
    timestamp INTEGER NOT NULL, facts_sum INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE balances (
    row INTEGER PRIMARY KEY, flags INTEGER NOT NULL, debits_pending ANY NOT NULL,
    debits_posted ANY NOT NULL, credits_pending ANY NOT NULL, credits_posted ANY NOT NULL,
    sum INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE limits (
    row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, bucket_ms INTEGER,
    buckets INTEGER, facts_sum INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE limit_uses (
    row INTEGER PRIMARY KEY, max INTEGER NOT NULL, expires_at INTEGER, closed INTEGER NOT NULL,
    reset_at INTEGER NOT NULL, used INTEGER NOT NULL, uses BLOB NOT NULL,
    sum INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE claims (
    key BLOB PRIMARY KEY, holder BLOB NOT NULL, sum INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE counters (
    row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, facts_sum INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE counter_uses (
    row INTEGER PRIMARY KEY, closed INTEGER NOT NULL, highest INTEGER NOT NULL, seen INTEGER NOT NULL,
    sum INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE holds (
    row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, debit BLOB NOT NULL, credit BLOB NOT NULL,
    amount ANY NOT NULL, asset TEXT NOT NULL, code INTEGER NOT NULL, flags INTEGER NOT NULL,
    user_data_128 ANY NOT NULL, user_data_64 ANY NOT NULL, user_data_32 INTEGER NOT NULL,
    expires_at INTEGER, status TEXT NOT NULL, sum INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX holds_due ON holds (expires_at) WHERE status = 'pending' AND expires_at IS NOT NULL;
  `,
];

/** The schema this version reads and writes. */
const schemaVersion = oldest + migrations.length - 1;

/** The schema a database has, 0 for none; throws when this version cannot know what it means. */
export function knownSchema(db: Driver): number {
  const row = db.prepare<{ user_version: bigint }>("PRAGMA user_version").get();
  const version = Number(row?.user_version ?? 0n);
  if (version > schemaVersion) {
    throw new NewerSchema(
      `The ledger has schema ${version}; this Farthing knows up to ${schemaVersion}. Start the newer version that wrote it.`,
    );
  }
  if (version > 0 && version < oldest) {
    throw new OlderSchema(
      `The ledger has schema ${version}, from a preview whose journal this Farthing cannot replay. It holds play money only: move the data folder away, or name another one with FARTHING_DATA.`,
    );
  }
  return version;
}

/** Brings a database to this version's schema, one numbered step at a time. */
export function migrate(db: Driver): void {
  const from = Math.max(oldest - 1, knownSchema(db));
  for (let version = from + 1; version <= schemaVersion; version += 1) {
    db.exec(`BEGIN; ${migrations[version - oldest]} PRAGMA user_version = ${version}; COMMIT`);
  }
}
