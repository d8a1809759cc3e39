import { assert, idToBytes, uintBytes } from "@farthing/core";
import type Database from "better-sqlite3";
import type { PaymentMemo, RefundMemo } from "../payments/memo.ts";
import { agedOut } from "../tabs/agedOut.ts";
import { isSharedBy } from "./tabsView.ts";
import type { View, ViewedEntry } from "./view.ts";

/** `EventTable.kind` by place: never reordered. */
export const eventTypes = [
  "payment.captured",
  "payment.reversed",
  "payment.refunded",
  "payment.partly-refunded",
  "payment.settled",
  "payment.aged-out",
  "payment.held",
  "payment.released",
  "payment.made-whole",
] as const;

/** One thing that one merchant must hear. `payment`: the place in the journal of the payment that it is about. */
interface Heard {
  readonly type: (typeof eventTypes)[number];
  readonly merchant: string;
  readonly payment: bigint;
}

/** The outbox: one row per thing a merchant must hear, counted without a gap for each merchant. */
export function newEventsView(database: Database.Database): View {
  const last = database
    .prepare<[Uint8Array], [bigint]>(
      "select number from events where merchant = ? order by number desc limit 1",
    )
    .raw();
  const hears = newHears(database);
  const insert = database.prepare("insert into events values (?, ?, ?, ?, ?, ?)");
  return {
    name: "events",
    show(entries) {
      const numbers = new Map<string, bigint>();
      for (const viewed of entries) {
        const { entry } = viewed;
        for (const { type, merchant, payment } of hears(viewed)) {
          const id = idToBytes("merchant", merchant);
          assert(id !== null, "a memo names its merchant by id");
          const number = (numbers.get(merchant) ?? last.get(id)?.[0] ?? 0n) + 1n;
          numbers.set(merchant, number);
          insert.run(id, number, eventTypes.indexOf(type), payment, entry.seq, entry.timestamp);
        }
      }
    },
    clear: () => void database.exec("delete from events"),
  };
}

/** What merchants must hear of an entry: an approval may be without a payment, a settlement is of many. */
function newHears(database: Database.Database): (viewed: ViewedEntry) => readonly Heard[] {
  const paymentSeq = database
    .prepare<[string], [bigint]>("select seq from payments where id = ?")
    .raw();
  const sale = database.prepare<[Uint8Array], { merchant: string; payment: bigint }>(
    "select merchant_id as merchant, seq as payment from tab_sales where sale_key = ?",
  );
  const shared = database.prepare<[string, string], { merchant: string; payment: bigint }>(
    `select merchant_id as merchant, seq as payment from tab_sales
    where state = 'paid' and settlement = ? and merchant_id = ? order by seq`,
  );
  const of = (
    type: Heard["type"],
    { merchant, payment }: { merchant: string; payment: string },
  ): Heard[] => {
    const row = paymentSeq.get(payment);
    assert(row !== undefined, "what is captured, let go of or given back was agreed to");
    return [{ type, merchant, payment: row[0] }];
  };
  return ({ entry, memo }) => {
    switch (memo?.kind) {
      case "payment":
        return [{ type: paymentType(memo), merchant: memo.merchant, payment: entry.seq }];
      case "capture":
        return of("payment.captured", memo);
      case "release":
        return of("payment.released", memo);
      case "undo":
        return of("payment.reversed", memo);
      case "refund":
        return of(refundType(memo), memo);
      case "contest-ended":
        return memo.borneBy === "operator" ? of("payment.made-whole", memo) : [];
      case "settle-tab":
        return entry.claims.flatMap((claim) => {
          const row = sale.get(uintBytes(claim, 16));
          if (row === undefined || !isSharedBy(entry, row.merchant)) return [];
          return [{ type: "payment.settled", ...row } as const];
        });
      case "settle-share":
        return shared
          .all(memo.settlement, memo.merchant)
          .map((row) => ({ type: "payment.settled", ...row }));
      default:
        return [];
    }
  };
}

function paymentType({ holdMs }: PaymentMemo): Heard["type"] {
  return holdMs === undefined ? "payment.captured" : "payment.held";
}

function refundType({ reason, left }: RefundMemo): Heard["type"] {
  if (reason === agedOut) return "payment.aged-out";
  return left === undefined ? "payment.refunded" : "payment.partly-refunded";
}
