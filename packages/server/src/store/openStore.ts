import type Database from "better-sqlite3";
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from "kysely";
import { migrate } from "./migrate.ts";
import { type Durability, openDatabase } from "./openDatabase.ts";
import { bigintColumns, type Tables } from "./tables.ts";

/**
 * Opens store.db at `path`, creates or migrates it. Throws `NewerStore` when a newer Farthing wrote it.
 * `full`: what was answered is on disk. `normal`: the last moments may be lost, for projections only.
 */
export async function openStore(
  path: string,
  durability: Durability = "full",
): Promise<Kysely<Tables>> {
  const database = openDatabase(path, durability);
  const store = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: withNumbers(database) }),
  });
  try {
    await migrate(store);
    return store;
  } catch (error) {
    await store.destroy();
    throw error;
  }
}

const statementsMax = 500;

/** Keeps compiled statements, and reads every integer exactly: bigint for amounts, number for the rest. */
function withNumbers(database: Database.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => void database.close(),
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      // Kysely begins deferred, and a deferred read that turns into a write fails at once (SQLITE_BUSY_SNAPSHOT)
      // when the projection's thread wrote in between. Immediate waits for its turn instead.
      const made = withNumbersInRows(database.prepare(sql === "begin" ? "begin immediate" : sql));
      if (statements.size >= statementsMax) statements.clear();
      statements.set(sql, made);
      return made;
    },
  };
}

function withNumbersInRows(statement: Database.Statement): SqliteStatement {
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(...parameters).map(numbers),
    run: (parameters) => statement.run(...parameters),
    *iterate(parameters) {
      for (const row of statement.iterate(...parameters)) yield numbers(row);
    },
  };
}

function numbers(row: unknown): unknown {
  const read = row as Record<string, unknown>;
  for (const [column, value] of Object.entries(read)) {
    if (typeof value === "bigint" && !bigintColumns.has(column)) read[column] = Number(value);
  }
  return read;
}
