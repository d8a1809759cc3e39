import { assert, idToBytes } from "@farthing/core";
import type Database from "better-sqlite3";
import type { PaymentMemo, RefundMemo, UndoMemo } from "../payments/memo.ts";
import type { View, ViewedEntry } from "./view.ts";

/** `EventTable.kind` by place: never reordered. */
export const eventTypes = [
  "payment.captured",
  "payment.reversed",
  "payment.refunded",
  "payment.partly-refunded",
] as const;

function typeOf(memo: PaymentMemo | UndoMemo | RefundMemo): (typeof eventTypes)[number] {
  if (memo.kind === "payment") return "payment.captured";
  if (memo.kind === "undo") return "payment.reversed";
  return memo.left === undefined ? "payment.refunded" : "payment.partly-refunded";
}

/** The outbox: one row per thing a merchant must hear, counted without a gap for each merchant. */
export function newEventsView(database: Database.Database): View {
  const last = database
    .prepare<[Uint8Array], [bigint]>(
      "select number from events where merchant = ? order by number desc limit 1",
    )
    .raw();
  const paymentSeq = database
    .prepare<[string], [bigint]>("select seq from payments where id = ?")
    .raw();
  const insert = database.prepare("insert into events values (?, ?, ?, ?, ?, ?)");
  const seqOf = (payment: string): bigint => {
    const row = paymentSeq.get(payment);
    assert(row !== undefined, "what is given back was paid");
    return row[0];
  };
  return {
    name: "events",
    show(entries) {
      const numbers = new Map<string, bigint>();
      for (const viewed of entries) {
        const { entry } = viewed;
        const memo = heardMemo(viewed);
        if (memo === null) continue;
        const merchant = idToBytes("merchant", memo.merchant);
        assert(merchant !== null, "a memo names its merchant by id");
        const number = (numbers.get(memo.merchant) ?? last.get(merchant)?.[0] ?? 0n) + 1n;
        numbers.set(memo.merchant, number);
        const kind = eventTypes.indexOf(typeOf(memo));
        const payment = memo.kind === "payment" ? entry.seq : seqOf(memo.payment);
        insert.run(merchant, number, kind, payment, entry.seq, entry.timestamp);
      }
    },
    clear: () => void database.exec("delete from events"),
  };
}

/** The facts of an entry that a merchant must hear of: an approval, too, may be without a payment. */
function heardMemo({ memo }: ViewedEntry): PaymentMemo | UndoMemo | RefundMemo | null {
  const isHeard = memo?.kind === "payment" || memo?.kind === "undo" || memo?.kind === "refund";
  return isHeard ? memo : null;
}
