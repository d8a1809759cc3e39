import type Database from "better-sqlite3";
import { type Instant, instant } from "@farthing/core";

/** Something that one visitor paid for. */
export interface Purchase {
  readonly payment: string;
  readonly visitor: string;
  /** `Ware.id`. */
  readonly ware: string;
  readonly paidAt: Instant;
  /** Until then the payer may undo. */
  readonly undoUntil: Instant;
  /** The wallet said after `undoUntil` that the payment stands: it is not asked again. */
  readonly settled: boolean;
  /** What the reader wrote with a tip. */
  readonly words: string;
}

interface Row {
  payment: string;
  visitor: string;
  ware: string;
  paid_at: number;
  undo_until: number;
  settled: number;
  words: string;
}

/** What is open for whom. Durable: a restart closes nothing that was paid for. */
export interface Purchases {
  /** A visitor's payments for one ware, newest first, at most 50. */
  of(visitor: string, ware: string): readonly Purchase[];
  /** A visitor's payments for wares whose id begins so, newest first, at most 50. */
  beginning(visitor: string, prefix: string): readonly Purchase[];
  /** Ids of everything a visitor paid for. */
  wares(visitor: string): readonly string[];
  open(purchase: Omit<Purchase, "settled">): void;
  /** It stands; `paidAt` as the wallet says it. */
  settle(payment: string, paidAt: Instant): void;
  /** The payment was taken back or given back: closed in every browser. A newer payment stays. */
  close(payment: string): void;
}

/** The purchases in `database`. */
export function createPurchases(database: Database.Database): Purchases {
  const some = "ORDER BY paid_at DESC, payment DESC LIMIT 50";
  const of = database.prepare<[string, string], Row>(
    `SELECT * FROM purchases WHERE visitor = ? AND ware = ? ${some}`,
  );
  const beginning = database.prepare<[string, string], Row>(
    `SELECT * FROM purchases WHERE visitor = ? AND ware GLOB ? || '*' ${some}`,
  );
  const wares = database.prepare<[string], { ware: string }>(
    "SELECT DISTINCT ware FROM purchases WHERE visitor = ?",
  );
  const open = database.prepare<[string, string, string, number, number, string]>(
    `INSERT OR IGNORE INTO purchases (payment, visitor, ware, paid_at, undo_until, words)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const settle = database.prepare<[number, string]>(
    "UPDATE purchases SET settled = 1, paid_at = ? WHERE payment = ?",
  );
  const close = database.prepare<[string]>("DELETE FROM purchases WHERE payment = ?");
  return {
    of: (visitor, ware) => of.all(visitor, ware).map(fromRow),
    beginning: (visitor, prefix) => beginning.all(visitor, prefix).map(fromRow),
    wares: (visitor) => wares.all(visitor).map(({ ware }) => ware),
    open: ({ payment, visitor, ware, paidAt, undoUntil, words }) =>
      void open.run(payment, visitor, ware, paidAt, undoUntil, words),
    settle: (payment, paidAt) => void settle.run(paidAt, payment),
    close: (payment) => void close.run(payment),
  };
}

function fromRow({ paid_at, undo_until, settled, ...same }: Row): Purchase {
  return {
    ...same,
    paidAt: instant(paid_at),
    undoUntil: instant(undo_until),
    settled: settled === 1,
  };
}
