import type { Driver } from "@farthing/ledger";
import Database from "better-sqlite3";

/** A database file that SQLite cannot make sense of. */
export class FileDamaged extends Error {
  override readonly name = "FileDamaged";
}

/** A database as it was at one moment, whatever is written to it meanwhile. */
export interface Snapshot {
  readonly driver: Driver;
  readonly bytes: number;
  /**
   * Writes the database as of that moment to a new file, some pages at a time. Rejects with the reason of `signal` soon
   * after it aborts; the unfinished file is removed then.
   */
  copyTo(path: string, told: CopyTold): Promise<void>;
  /** What SQLite's own check finds wrong, or `null`. `deep` also holds every index against its table. */
  fault(deep: boolean): string | null;
  close(): void;
}

export interface CopyTold {
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** Pages copied between two looks at the signal: 1 MiB. */
const pagesAtOnce = 256;

/**
 * Opens the database at `path` for reading only, as of now: a reading transaction stays open until `close`. The writer
 * goes on beside it, but its write-ahead log grows until then. Throws `FileDamaged`.
 */
export function openSnapshot(path: string): Snapshot {
  return namingDamage(path, () => {
    const db = new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 });
    try {
      db.defaultSafeIntegers(true);
      db.exec("BEGIN");
      // A transaction begins with its first reading.
      db.prepare("SELECT count(*) FROM sqlite_schema").get();
      return snapshotOf(path, db);
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Hands the database at `path`, as of now, to `work`. Throws `FileDamaged` when it, or a reading of it, is damaged. */
export function readSnapshot<T>(path: string, work: (snapshot: Snapshot) => T): T {
  const snapshot = openSnapshot(path);
  try {
    return namingDamage(path, () => work(snapshot));
  } finally {
    snapshot.close();
  }
}

function snapshotOf(path: string, db: Database.Database): Snapshot {
  const number = (pragma: string) => Number(db.pragma(pragma, { simple: true }));
  return {
    driver: {
      prepare: <Row>(sql: string) => db.prepare<unknown[], Row>(sql),
      exec: (sql) => void db.exec(sql),
      close: () => void db.close(),
    },
    bytes: number("page_count") * number("page_size"),
    async copyTo(to, { onBytes, signal }) {
      const pageBytes = number("page_size");
      signal.throwIfAborted();
      await db.backup(to, {
        progress({ totalPages, remainingPages }) {
          signal.throwIfAborted();
          onBytes((totalPages - remainingPages) * pageBytes);
          return pagesAtOnce;
        },
      });
    },
    fault: (deep) =>
      namingDamage(path, () => {
        const rows = db.pragma(deep ? "integrity_check(5)" : "quick_check(5)") as object[];
        const said = rows.flatMap((row) => Object.values(row).map(String));
        return said.length === 1 && said[0] === "ok" ? null : said.join("; ");
      }),
    close: () => void db.close(),
  };
}

/** What `read` answers; SQLite's word for damage gets the file's name. */
export function namingDamage<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (isDamage(error)) throw new FileDamaged(`${path} is damaged (${error.message})`);
    throw error;
  }
}

/** Whether SQLite says that a file is not what it should be. */
export function isDamage(error: unknown): error is Error {
  return (
    error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|FORMAT)/.test(error.code)
  );
}
