import type { Driver, SqlIn, Statement } from "./driver.ts";

/** Rows in one statement: a statement costs more than a row (measured: 25 rows at once take two thirds). */
const chunk = 25;

/** Writes rows of one table, their columns one after the other: new ones, or in the place of those with the same key. */
export type BulkInsert = (values: readonly SqlIn[]) => void;

function prepare(db: Driver, table: string, columns: number, rows: number): Statement {
  const row = `(${Array.from({ length: columns }, () => "?").join(", ")})`;
  const all = Array.from({ length: rows }, () => row).join(", ");
  return db.prepare(`INSERT OR REPLACE INTO ${table} VALUES ${all}`);
}

/**
 * Prepares it. In a table whose only index is its INTEGER PRIMARY KEY, REPLACE writes over the row in
 * one go: nothing is read, nothing deleted.
 */
export function bulkInsert(db: Driver, table: string, columns: number): BulkInsert {
  const many = prepare(db, table, columns, chunk);
  const one = prepare(db, table, columns, 1);
  return (values) => {
    let at = 0;
    for (; at + chunk * columns <= values.length; at += chunk * columns) {
      many.run(values.slice(at, at + chunk * columns));
    }
    for (; at < values.length; at += columns) one.run(values.slice(at, at + columns));
  };
}
