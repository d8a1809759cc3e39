import type { Driver, SqlIn, Statement } from "./driver.ts";

/** Rows in one statement: a statement costs more than a row (measured: 25 rows at once take two thirds). */
const chunk = 25;

/** Writes rows of one table, their columns one after the other. */
export type BulkInsert = (values: readonly SqlIn[]) => void;

function prepare(db: Driver, into: string, columns: number, rows: number): Statement {
  const row = `(${Array.from({ length: columns }, () => "?").join(", ")})`;
  const all = Array.from({ length: rows }, () => row).join(", ");
  return db.prepare(`${into} VALUES ${all}`);
}

function bulk(db: Driver, into: string, columns: number): BulkInsert {
  const many = prepare(db, into, columns, chunk);
  const one = prepare(db, into, columns, 1);
  return (values) => {
    let at = 0;
    for (; at + chunk * columns <= values.length; at += chunk * columns) {
      many.run(values.slice(at, at + chunk * columns));
    }
    for (; at < values.length; at += columns) one.run(values.slice(at, at + columns));
  };
}

/** New rows: one whose key is there already is an error. */
export function bulkInsert(db: Driver, table: string, columns: number): BulkInsert {
  return bulk(db, `INSERT INTO ${table}`, columns);
}

/**
 * Rows in the place of those with the same key. In a table whose only index is its INTEGER PRIMARY KEY this writes over
 * the row in one go: nothing is read, nothing deleted.
 */
export function bulkReplace(db: Driver, table: string, columns: number): BulkInsert {
  return bulk(db, `INSERT OR REPLACE INTO ${table}`, columns);
}
