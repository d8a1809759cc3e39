import type { Asset } from "@farthing/core";
import type { BalanceSums } from "@farthing/protocol";
import type { BalanceDayTable } from "../store/balanceTables.ts";
import { quantileOf } from "./timeSteps.ts";

/** Friction and loss of some payments, added up. */
export interface Sums {
  addPayments(cell: BalanceDayTable): void;
  addQuestion(kind: string, count: number): void;
  /** So many payers waited for a step of time (`timeSteps.ts`) from the press to the content. */
  addWaits(step: number, count: number): void;
  /** A payment of so much was reported as not the payer's. */
  addReported(amount: bigint): void;
  /** So much of what was sold on tabs was written off, and the operator bore a part. */
  addAgedOut(amount: bigint, borne: bigint): void;
  /** The operator gave a merchant so much for a refund that it should not have borne. */
  addMadeWhole(borne: bigint): void;
  read(): BalanceSums;
}

/** Gestures that asked nothing beyond the click itself. */
const unasked: ReadonlySet<string> = new Set(["click", "none"]);
/** Gestures that were the answer to a question; `held`: it was asked, waited, and was paid. */
const answering: ReadonlySet<string> = new Set(["passkey", "step-up", "pay-later", "held"]);
/** Questions that interrupt: a step-up is followed by one of these, and a passkey is a part of its page. */
const interrupting: ReadonlySet<string> = new Set(["wallet-page", "frame-passkey"]);

/** Nothing yet. */
export function newSums(asset: Asset): Sums {
  const counts = { payments: 0, unasked: 0, answered: 0, asked: 0, declined: 0 };
  const sums = { amount: 0n, undone: 0n, refunded: 0n, fraudRefunded: 0n, fraudReported: 0n };
  const tabs = { lost: 0n, borne: 0n };
  const waits = new Map<number, number>();
  let madeWhole = 0n;
  const money = (amount: bigint) => ({ amount: amount.toString(), asset });
  return {
    addPayments({ gesture, payments, amount, undone, refunded, fraud }) {
      counts.payments += Number(payments);
      if (unasked.has(gesture)) counts.unasked += Number(payments);
      if (answering.has(gesture)) counts.answered += Number(payments);
      sums.amount += amount;
      sums.undone += undone;
      sums.refunded += refunded;
      sums.fraudRefunded += fraud;
    },
    addQuestion(kind, count) {
      if (interrupting.has(kind)) counts.asked += count;
      if (kind === "declined") counts.declined += count;
    },
    addWaits: (step, count) => void waits.set(step, count + (waits.get(step) ?? 0)),
    addReported: (amount) => void (sums.fraudReported += amount),
    addAgedOut(amount, borne) {
      tabs.lost += amount;
      tabs.borne += borne;
    },
    addMadeWhole: (borne) => void (madeWhole += borne),
    read: () => ({
      ...counts,
      amount: money(sums.amount),
      undone: money(sums.undone),
      refunded: money(sums.refunded),
      fraudRefunded: money(sums.fraudRefunded),
      fraudReported: money(sums.fraudReported),
      tabLost: money(tabs.lost),
      tabBorne: money(tabs.borne),
      seconds: readWaits(waits),
      madeWhole: money(madeWhole),
    }),
  };
}

function readWaits(waits: ReadonlyMap<number, number>): BalanceSums["seconds"] {
  return {
    count: [...waits.values()].reduce((sum, count) => sum + count, 0),
    p50: quantileOf(waits, 0.5),
    p95: quantileOf(waits, 0.95),
  };
}

/** Sums by a key. */
export interface SumsBy<Key> {
  readonly of: (key: Key) => Sums;
  readonly read: () => [Key, BalanceSums][];
}

/** Sums by a key, in the order of their first use; those of `keys` are there from the start. */
export function newSumsBy<Key>(asset: Asset, keys: readonly Key[] = []): SumsBy<Key> {
  const all = new Map<Key, Sums>(keys.map((key) => [key, newSums(asset)]));
  return {
    of(key: Key): Sums {
      const known = all.get(key) ?? newSums(asset);
      all.set(key, known);
      return known;
    },
    read: (): [Key, BalanceSums][] => [...all].map(([key, sums]) => [key, sums.read()]),
  };
}
