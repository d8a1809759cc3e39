import type Database from "better-sqlite3";
import { type Instant, instant } from "@farthing/core";

/** An article that one visitor paid for. */
export interface Unlock {
  readonly visitor: string;
  readonly article: string;
  readonly payment: string;
  /** Until then the payer may undo. */
  readonly undoUntil: Instant;
  /** The wallet said after `undoUntil` that the payment stands: it is not asked again. */
  readonly settled: boolean;
}

interface Row {
  visitor: string;
  article: string;
  payment: string;
  undo_until: number;
  settled: number;
}

/** What is open for whom. Durable: a restart closes nothing that was paid for. */
export interface Unlocks {
  find(visitor: string, article: string): Unlock | null;
  open(unlock: Omit<Unlock, "settled">): void;
  settle(unlock: Unlock): void;
  /** Closes only the payment that was reversed: a newer one stays. */
  close(unlock: Unlock): void;
  /** Articles open for a visitor. */
  slugs(visitor: string): readonly string[];
}

/** The unlocks in `database`. */
export function createUnlocks(database: Database.Database): Unlocks {
  database.exec(
    `CREATE TABLE IF NOT EXISTS unlocks (
      visitor TEXT NOT NULL, article TEXT NOT NULL, payment TEXT NOT NULL,
      undo_until INTEGER NOT NULL, settled INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (visitor, article)
    ) STRICT, WITHOUT ROWID`,
  );
  const key = "visitor = ? AND article = ? AND payment = ?";
  const find = database.prepare<[string, string], Row>(
    "SELECT * FROM unlocks WHERE visitor = ? AND article = ?",
  );
  const open = database.prepare<[string, string, string, number]>(
    "INSERT OR REPLACE INTO unlocks (visitor, article, payment, undo_until) VALUES (?, ?, ?, ?)",
  );
  const settle = database.prepare<string[]>(`UPDATE unlocks SET settled = 1 WHERE ${key}`);
  const close = database.prepare<string[]>(`DELETE FROM unlocks WHERE ${key}`);
  const slugs = database.prepare<[string], { article: string }>(
    "SELECT article FROM unlocks WHERE visitor = ?",
  );
  return {
    find: (visitor, article) => {
      const row = find.get(visitor, article);
      return row === undefined ? null : fromRow(row);
    },
    open: ({ visitor, article, payment, undoUntil }) =>
      void open.run(visitor, article, payment, undoUntil),
    settle: ({ visitor, article, payment }) => void settle.run(visitor, article, payment),
    close: ({ visitor, article, payment }) => void close.run(visitor, article, payment),
    slugs: (visitor) => slugs.all(visitor).map((row) => row.article),
  };
}

function fromRow({ visitor, article, payment, undo_until, settled }: Row): Unlock {
  return { visitor, article, payment, undoUntil: instant(undo_until), settled: settled === 1 };
}
