import { day } from "@farthing/core";
import type Database from "better-sqlite3";
import { tierOf } from "../balance/tierOf.ts";
import { readPaymentMemo } from "../payments/memo.ts";
import { agedOut } from "../tabs/agedOut.ts";
import type { BalanceDayTable } from "../store/balanceTables.ts";
import { milliseconds, type View, type ViewedEntry } from "./view.ts";

type Counted = Pick<BalanceDayTable, "payments" | "amount" | "undone" | "refunded" | "fraud">;

const nothing: Counted = { payments: 0n, amount: 0n, undone: 0n, refunded: 0n, fraud: 0n };

/** The payment that something came back of, as the payments view, which goes first, holds it. */
interface Paid {
  readonly at: bigint;
  readonly amount: bigint;
  readonly merchant_id: string;
  readonly memo: Uint8Array;
}

/**
 * The `balance_days` table: friction and loss from the first payment on. What comes back is counted on the day of its
 * payment, whenever it comes: a rate of loss is one of the payments of a day.
 */
export function newBalanceView(database: Database.Database): View {
  const add = database.prepare<[BalanceDayTable]>(
    `insert into balance_days values
      (@day, @merchant_id, @tier, @gesture, @payments, @amount, @undone, @refunded, @fraud)
    on conflict do update set
      payments = payments + @payments, amount = amount + @amount, undone = undone + @undone,
      refunded = refunded + @refunded, fraud = fraud + @fraud`,
  );
  const find = database.prepare<[string], Paid>(
    "select at, amount, merchant_id, memo from payments where id = ?",
  );
  return {
    name: "balance",
    show(entries) {
      // Added up first: a batch is many payments of few kinds.
      const cells = new Map<string, BalanceDayTable>();
      for (const viewed of entries) {
        const change = changeOf(viewed, (payment) => find.get(payment));
        if (change !== null) addTo(cells, change);
      }
      for (const cell of cells.values()) add.run(cell);
    },
    clear: () => void database.exec("delete from balance_days"),
  };
}

function changeOf(
  { entry, memo }: ViewedEntry,
  find: (payment: string) => Paid | undefined,
): BalanceDayTable | null {
  if (memo?.kind === "payment") {
    // Held, it counts once it is captured.
    if (memo.holdMs !== undefined) return null;
    const amount = BigInt(memo.amount);
    const place = { at: milliseconds(entry.timestamp), amount, merchant: memo.merchant };
    return { ...cellOf(place, memo.gesture), ...nothing, payments: 1n, amount };
  }
  if (memo?.kind !== "undo" && memo?.kind !== "refund" && memo?.kind !== "capture") return null;
  const paid = find(memo.payment);
  if (paid === undefined) return null;
  const { gesture: made, holdMs } = readPaymentMemo(paid.memo);
  // Not `hold`: that is a press that was held.
  const gesture = holdMs === undefined ? made : "held";
  const place = { at: Number(paid.at), amount: paid.amount, merchant: paid.merchant_id };
  // A tab that nobody paid is a loss of its own, told from the tabs themselves.
  if (memo.kind === "refund" && memo.reason === agedOut) return null;
  if (memo.kind === "capture") {
    return { ...cellOf(place, gesture), ...nothing, payments: 1n, amount: paid.amount };
  }
  const back = BigInt(memo.amount);
  const isFraud = memo.kind === "refund" && memo.reason === "not-me";
  return {
    ...cellOf(place, gesture),
    ...nothing,
    ...(memo.kind === "undo" ? { undone: back } : { refunded: back }),
    ...(isFraud ? { fraud: back } : {}),
  };
}

function cellOf(
  { at, amount, merchant }: { at: number; amount: bigint; merchant: string },
  gesture: string,
): Pick<BalanceDayTable, "day" | "merchant_id" | "tier" | "gesture"> {
  return { day: Math.floor(at / day), merchant_id: merchant, tier: tierOf(amount), gesture };
}

function addTo(cells: Map<string, BalanceDayTable>, change: BalanceDayTable): void {
  const name = `${change.day} ${change.merchant_id} ${change.tier} ${change.gesture}`;
  const known = cells.get(name) ?? { ...change, ...nothing };
  cells.set(name, {
    ...known,
    payments: known.payments + change.payments,
    amount: known.amount + change.amount,
    undone: known.undone + change.undone,
    refunded: known.refunded + change.refunded,
    fraud: known.fraud + change.fraud,
  });
}
