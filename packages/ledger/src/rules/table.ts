/** What every record carries for the tables and the engine; the rules never read it. */
export interface Kept {
  /** Where an engine keeps the record; `null` until it has stored it. */
  handle: number | null;
  /** The entry that last changed it, as `Table` counts them. */
  mark: number;
}

/** Entries that were run so far, by all tables of this thread: a mark is never an older entry's. */
let entries = 0;

/**
 * Records of one kind under change. An entry's changes are kept or dropped as a whole, which costs
 * nothing like a database savepoint (research: −20 % for those), and the batch's are the effects.
 */
export class Table<Row extends Kept> {
  /** Changed or new in this batch, with a copy from before the batch (`null`: new). */
  readonly changed = new Map<Row, Row | null>();
  readonly #rows: Map<bigint, Row>;
  readonly #keyOf: (row: Row) => bigint;
  /** Of the entry that runs: row and copy side by side. */
  #touched: Row[] = [];
  #before: (Row | null)[] = [];
  #mark = (entries += 1);

  constructor(rows: Map<bigint, Row>, keyOf: (row: Row) => bigint) {
    this.#rows = rows;
    this.#keyOf = keyOf;
  }

  get(key: bigint): Row | undefined {
    return this.#rows.get(key);
  }

  /** Call before changing a row's fields. */
  edit(row: Row): void {
    if (row.mark === this.#mark) return;
    this.#touched.push(row);
    this.#before.push({ ...row });
    row.mark = this.#mark;
  }

  insert(row: Row): void {
    this.#rows.set(this.#keyOf(row), row);
    this.#touched.push(row);
    this.#before.push(null);
    row.mark = this.#mark;
  }

  /** The entry was created: its changes belong to the batch. */
  keep(): void {
    if (this.#touched.length === 0) return;
    for (const [at, row] of this.#touched.entries()) {
      if (!this.changed.has(row)) this.changed.set(row, this.#before[at] ?? null);
    }
    this.#next();
  }

  /** The entry was refused: everything is as it was before it. */
  drop(): void {
    if (this.#touched.length === 0) return;
    for (const [at, row] of this.#touched.entries()) {
      const before = this.#before[at] ?? null;
      if (before === null) this.#rows.delete(this.#keyOf(row));
      else Object.assign(row, before);
    }
    this.#next();
  }

  #next(): void {
    this.#touched = [];
    this.#before = [];
    this.#mark = entries += 1;
  }
}
