import type Database from "better-sqlite3";
import { type Instant, instant } from "@farthing/core";

/**
 * `due`: on its way. `confirmed`: it arrived whole. `failed`: it will not arrive, the money goes back. `refunded`: it
 * is back. `undone`: the payer took it back first. `by-hand`: nothing more happens by itself.
 */
export type DeliveryState = "due" | "confirmed" | "failed" | "refunded" | "undone" | "by-hand";

/** Whether what one payment bought has arrived. */
export interface Delivery {
  readonly payment: string;
  /** The browser it was begun for; empty where nobody came for it. */
  readonly visitor: string;
  /** Who paid, as receipts name the payer to this merchant. */
  readonly payer: string;
  readonly state: DeliveryState;
  /** Not confirmed by then, it is refunded. */
  readonly dueAt: Instant;
  /** How often this server broke off. */
  readonly failures: number;
  /** The demo's switch: sending it fails. */
  readonly isBroken: boolean;
}

interface Row {
  payment: string;
  visitor: string;
  payer: string;
  state: DeliveryState;
  due_at: number;
  failures: number;
  is_broken: number;
}

/** Deliveries, and the visitors whose next one is to fail. Durable: what is owed is owed after a restart. */
export interface Deliveries {
  find(payment: string): Delivery | null;
  /** The newest of a browser. */
  last(visitor: string): Delivery | null;
  /** Begins one; for a payment that has one already nothing changes. */
  begin(delivery: Omit<Delivery, "state" | "failures">): void;
  /** Moves on from one of the states in `from`; `false` if it stands elsewhere by now. */
  move(payment: string, from: readonly DeliveryState[], to: DeliveryState, at: Instant): boolean;
  /** Counts one break of this server's, and answers how many that makes. */
  fail(payment: string): number;
  /** Those whose money is to go back: failed, or due and late. At most 50. */
  owed(now: Instant): readonly Delivery[];
  /** How many of one payer's were refunded since. */
  refundedSince(payer: string, since: Instant): number;
  /** The demo's switch for a visitor's next download. */
  setBreak(visitor: string, isOn: boolean): void;
  willBreak(visitor: string): boolean;
}

/** The deliveries in `database`. */
export function createDeliveries(database: Database.Database): Deliveries {
  const find = database.prepare<[string], Row>("SELECT * FROM deliveries WHERE payment = ?");
  const last = database.prepare<[string], Row>(
    "SELECT * FROM deliveries WHERE visitor = ? ORDER BY due_at DESC, payment DESC LIMIT 1",
  );
  const begin = database.prepare<[string, string, string, number, number]>(
    `INSERT OR IGNORE INTO deliveries (payment, visitor, payer, state, due_at, is_broken)
     VALUES (?, ?, ?, 'due', ?, ?)`,
  );
  const move = database.prepare<[string, number, string, string]>(
    `UPDATE deliveries SET state = ?, ended_at = ? WHERE payment = ?
     AND state IN (SELECT value FROM json_each(?))`,
  );
  const fail = database.prepare<[string], { failures: number }>(
    "UPDATE deliveries SET failures = failures + 1 WHERE payment = ? RETURNING failures",
  );
  const owed = database.prepare<[number], Row>(
    `SELECT * FROM deliveries WHERE state = 'failed' OR (state = 'due' AND due_at <= ?)
     ORDER BY due_at LIMIT 50`,
  );
  const refunded = database.prepare<[string, number], { count: number }>(
    `SELECT count(*) AS count FROM deliveries
     WHERE payer = ? AND state = 'refunded' AND ended_at > ?`,
  );
  const breakOn = database.prepare<[string]>("INSERT OR IGNORE INTO breaks (visitor) VALUES (?)");
  const breakOff = database.prepare<[string]>("DELETE FROM breaks WHERE visitor = ?");
  const willBreak = database.prepare<[string]>("SELECT 1 FROM breaks WHERE visitor = ?");
  return {
    find: (payment) => fromRow(find.get(payment)),
    last: (visitor) => fromRow(last.get(visitor)),
    begin: ({ payment, visitor, payer, dueAt, isBroken }) =>
      void begin.run(payment, visitor, payer, dueAt, isBroken ? 1 : 0),
    move: (payment, from, to, at) => move.run(to, at, payment, JSON.stringify(from)).changes === 1,
    fail: (payment) => fail.get(payment)?.failures ?? 0,
    owed: (now) => owed.all(now).flatMap((row) => fromRow(row) ?? []),
    refundedSince: (payer, since) => refunded.get(payer, since)?.count ?? 0,
    setBreak: (visitor, isOn) => void (isOn ? breakOn : breakOff).run(visitor),
    willBreak: (visitor) => willBreak.get(visitor) !== undefined,
  };
}

function fromRow(row: Row | undefined): Delivery | null {
  if (row === undefined) return null;
  const { due_at, is_broken, payment, visitor, payer, state, failures } = row;
  const isBroken = is_broken === 1;
  return { payment, visitor, payer, state, failures, dueAt: instant(due_at), isBroken };
}
