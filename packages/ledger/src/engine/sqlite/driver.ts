/** A value that goes into a column. */
export type SqlIn = bigint | number | string | Uint8Array | null;

/** One prepared statement. `Row` is what its columns are, by name. */
export interface Statement<Row = unknown> {
  /** Values one by one, or all in one list: a long call costs more than the list. */
  run(...values: SqlIn[] | [readonly SqlIn[]]): {
    readonly changes: number;
    readonly lastInsertRowid: number | bigint;
  };
  get(...values: SqlIn[]): Row | undefined;
  all(...values: SqlIn[]): Row[];
  iterate(...values: SqlIn[]): IterableIterator<Row>;
}

/**
 * All that the engine asks of SQLite, so that the same engine runs on better-sqlite3 and, over a
 * simulated disk, on SQLite's own wasm build. Synchronous; integers are read as bigint.
 */
export interface Driver {
  prepare<Row = unknown>(sql: string): Statement<Row>;
  exec(sql: string): void;
  close(): void;
}
