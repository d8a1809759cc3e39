import type { Asset } from "@farthing/core";
import type { BalanceSums } from "@farthing/protocol";
import type { BalanceDayTable, QuestionKind, QuestionOutcome } from "../store/balanceTables.ts";
import { quantileOf } from "./timeSteps.ts";

/** Friction and loss of some payments, added up. */
export interface Sums {
  addPayments(cell: BalanceDayTable): void;
  addQuestion(kind: string, count: number): void;
  /** So many payers waited for a step of time (`timeSteps.ts`) from the press to the content. */
  addWaits(step: number, count: number): void;
  /** A payment of so much was reported as not the payer's, and not found right. */
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
const interrupting: readonly QuestionKind[] = ["wallet-page", "frame-passkey"];
/** What a payer does for one payment; two of all others: a press, and a passkey or a second yes. */
const gesturesOf: Readonly<Record<string, number>> = { none: 0, click: 1, hold: 1 };

/** Nothing yet. */
export function newSums(asset: Asset): Sums {
  const counts = { payments: 0, unasked: 0, gestures: 0, answered: 0, reported: 0 };
  const questions = new Map<string, number>();
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
      counts.gestures += Number(payments) * (gesturesOf[gesture] ?? 2);
      sums.amount += amount;
      sums.undone += undone;
      sums.refunded += refunded;
      sums.fraudRefunded += fraud;
    },
    addQuestion: (kind, count) => void questions.set(kind, count + (questions.get(kind) ?? 0)),
    addWaits: (step, count) => void waits.set(step, count + (waits.get(step) ?? 0)),
    addReported(amount) {
      sums.fraudReported += amount;
      counts.reported += 1;
    },
    addAgedOut(amount, borne) {
      tabs.lost += amount;
      tabs.borne += borne;
    },
    addMadeWhole: (borne) => void (madeWhole += borne),
    read: () => ({
      ...counts,
      ...readQuestions(questions),
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

/** `kind` and `kind:outcome`, as the days are kept (`questions`). */
function readQuestions(questions: ReadonlyMap<string, number>) {
  const count = (name: string) => questions.get(name) ?? 0;
  const ended = (outcome: QuestionOutcome | null) =>
    interrupting.reduce(
      (sum, kind) => sum + count(outcome === null ? kind : `${kind}:${outcome}`),
      0,
    );
  return {
    asked: ended(null),
    cancelled: ended("cancelled"),
    failed: ended("failed"),
    abandoned: ended("abandoned"),
    notEnough: count("step-up"),
    paidAfterAll: count("step-up:done"),
    declined: count("declined"),
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
