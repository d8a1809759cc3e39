import type { Driver, SqlIn, Statement } from "../engine/sqlite/driver.ts";
import type { SimulatedSqlite } from "./simulatedVfs.ts";

/** As better-sqlite3's: `code` is SQLite's own word. */
class WasmSqliteError extends Error {
  override readonly name = "SqliteError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type Column = bigint | number | string | Uint8Array | null;

/** One open database of the wasm build, in SQLite's C words. */
class Connection {
  readonly sqlite: SimulatedSqlite["sqlite"];
  readonly pointer: number;
  readonly #statements = new Set<number>();

  constructor({ sqlite, vfs }: SimulatedSqlite, path: string, readonly: boolean) {
    this.sqlite = sqlite;
    const { capi } = sqlite;
    const flags = readonly
      ? capi.SQLITE_OPEN_READONLY
      : capi.SQLITE_OPEN_READWRITE | capi.SQLITE_OPEN_CREATE;
    this.pointer = this.#out((out) => capi.sqlite3_open_v2(path, out, flags, vfs));
    capi.sqlite3_extended_result_codes(this.pointer, 1);
  }

  prepare(sql: string): number {
    const { capi } = this.sqlite;
    const at = this.pointer;
    const pointer = this.#out((out) => capi.sqlite3_prepare_v3(at, sql, -1, 0, out, null));
    this.#statements.add(pointer);
    return pointer;
  }

  exec(sql: string): void {
    this.check(this.sqlite.capi.sqlite3_exec(this.pointer, sql, 0, 0, 0));
  }

  /** The power may be off: what cannot be written any more is not. */
  close(): void {
    const { capi } = this.sqlite;
    for (const pointer of this.#statements) capi.sqlite3_finalize(pointer);
    capi.sqlite3_close_v2(this.pointer);
  }

  check(result: number): void {
    const { capi } = this.sqlite;
    if (result === capi.SQLITE_OK) return;
    const code = capi.sqlite3_js_rc_str(result);
    throw new WasmSqliteError(code, this.pointer ? capi.sqlite3_errmsg(this.pointer) : code);
  }

  /** What `make` writes to the place it is given. */
  #out(make: (out: number) => number): number {
    const { wasm } = this.sqlite;
    const stack = wasm.pstack.pointer;
    try {
      const out = wasm.pstack.allocPtr();
      this.check(make(out));
      return wasm.peekPtr(out);
    } finally {
      wasm.pstack.restore(stack);
    }
  }
}

class WasmStatement<Row> implements Statement<Row> {
  readonly #db: Connection;
  readonly #pointer: number;
  readonly #columns: readonly string[];

  constructor(db: Connection, sql: string) {
    const { capi } = db.sqlite;
    this.#db = db;
    this.#pointer = db.prepare(sql);
    this.#columns = Array.from({ length: capi.sqlite3_column_count(this.#pointer) }, (_, at) =>
      capi.sqlite3_column_name(this.#pointer, at),
    );
  }

  run(...values: SqlIn[] | [readonly SqlIn[]]) {
    for (const _row of this.iterate(...values.flat())) continue;
    const { capi } = this.#db.sqlite;
    return {
      changes: capi.sqlite3_changes(this.#db.pointer),
      lastInsertRowid: capi.sqlite3_last_insert_rowid(this.#db.pointer),
    };
  }

  get(...values: SqlIn[]): Row | undefined {
    for (const row of this.iterate(...values)) return row;
    return undefined;
  }

  all(...values: SqlIn[]): Row[] {
    return [...this.iterate(...values)];
  }

  *iterate(...values: SqlIn[]): IterableIterator<Row> {
    const { capi } = this.#db.sqlite;
    for (const [at, value] of values.entries()) this.#bind(at + 1, value);
    try {
      for (;;) {
        const result: number = capi.sqlite3_step(this.#pointer);
        if (result === capi.SQLITE_DONE) return;
        if (result !== capi.SQLITE_ROW) this.#db.check(result);
        yield this.#row();
      }
    } finally {
      capi.sqlite3_reset(this.#pointer);
    }
  }

  #bind(at: number, value: SqlIn): void {
    const { capi, wasm } = this.#db.sqlite;
    const to = this.#pointer;
    if (value === null) capi.sqlite3_bind_null(to, at);
    else if (typeof value === "string") {
      // By its place in memory: given a string, this build's wrapper trips over a name of its own.
      const [text, length] = wasm.allocCString(value, true);
      this.#db.check(capi.sqlite3_bind_text(to, at, text, length, capi.SQLITE_WASM_DEALLOC));
    } else if (value instanceof Uint8Array) {
      // A plain view: the wasm's own wrapper does not know what a Buffer is.
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.length);
      this.#db.check(capi.sqlite3_bind_blob(to, at, bytes, bytes.length, capi.SQLITE_WASM_DEALLOC));
    } else this.#db.check(capi.sqlite3_bind_int64(to, at, BigInt(value)));
  }

  #row(): Row {
    return Object.fromEntries(this.#columns.map((name, at) => [name, this.#column(at)])) as Row;
  }

  #column(at: number): Column {
    const { capi, wasm } = this.#db.sqlite;
    const from = this.#pointer;
    const type: number = capi.sqlite3_column_type(from, at);
    if (type === capi.SQLITE_INTEGER) return capi.sqlite3_column_int64(from, at);
    if (type === capi.SQLITE_TEXT) return capi.sqlite3_column_text(from, at);
    if (type === capi.SQLITE_FLOAT) return capi.sqlite3_column_double(from, at);
    if (type === capi.SQLITE_NULL) return null;
    const start = capi.sqlite3_column_blob(from, at);
    return wasm.heap8u().slice(start, start + capi.sqlite3_column_bytes(from, at));
  }
}

/** A database of the mounted disk, as the engine sees any other. */
export function openWasmDriver(simulated: SimulatedSqlite, path: string, readonly = false): Driver {
  const db = new Connection(simulated, path, readonly);
  return {
    prepare: <Row>(sql: string) => new WasmStatement<Row>(db, sql),
    exec: (sql) => db.exec(sql),
    close: () => db.close(),
  };
}
