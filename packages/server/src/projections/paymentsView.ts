import { idFromUint } from "@farthing/core";
import type { StoredEntry } from "@farthing/ledger";
import type Database from "better-sqlite3";
import type { PaymentMemo, TopUpMemo } from "../payments/memo.ts";
import type { PaymentTable } from "../store/tables.ts";
import { milliseconds, type View, type ViewedEntry } from "./view.ts";

/** The `payments` table: payments and top-ups, and what became of them. */
export function newPaymentsView(database: Database.Database): View {
  const writes = prepareWrites(database);
  return {
    name: "payments",
    show(entries) {
      for (const viewed of entries) project(writes, viewed);
    },
    clear: () => void database.exec("delete from payments"),
  };
}

interface Writes {
  readonly insert: Database.Statement<[PaymentTable]>;
  readonly giveBack: Database.Statement<
    [{ id: string; at: number; seq: bigint; status: PaymentTable["status"] }]
  >;
}

const columns: readonly (keyof PaymentTable)[] = [
  "id",
  "seq",
  "kind",
  "payer_id",
  "merchant_id",
  "allowance_id",
  "device",
  "title",
  "resource",
  "access",
  "offer_hash",
  "amount",
  "fee",
  "asset",
  "status",
  "at",
  "reversed_at",
  "returned_seq",
  "leaf_index",
  "timestamp",
  "memo",
];

function prepareWrites(database: Database.Database): Writes {
  const places = columns.map((column) => `@${column}`).join(", ");
  return {
    insert: database.prepare(`insert into payments (${columns.join(", ")}) values (${places})`),
    giveBack: database.prepare(
      "update payments set status = @status, reversed_at = @at, returned_seq = @seq where id = @id",
    ),
  };
}

function project(writes: Writes, { entry, memo }: ViewedEntry): void {
  if (memo === null || entry.leafIndex === null) return;
  if (memo.kind === "undo" || memo.kind === "refund") {
    const status = memo.kind === "undo" ? "reversed" : "refunded";
    const at = milliseconds(entry.timestamp);
    writes.giveBack.run({ id: memo.payment, at, seq: entry.seq, status });
  } else if (memo.kind === "payment" || memo.kind === "top-up") {
    writes.insert.run({ ...shared(entry, entry.leafIndex, memo), ...own(memo) });
  }
}

type Shown = PaymentMemo | TopUpMemo;
type Own = Pick<PaymentTable, (typeof ownColumns)[number]>;
const ownColumns = [
  "merchant_id",
  "allowance_id",
  "device",
  "title",
  "resource",
  "access",
  "offer_hash",
  "fee",
] as const satisfies readonly (keyof PaymentTable)[];

function shared(entry: StoredEntry, leafIndex: number, memo: Shown): Omit<PaymentTable, keyof Own> {
  return {
    id: idFromUint("payment", entry.id),
    seq: entry.seq,
    kind: memo.kind,
    payer_id: memo.payer,
    amount: BigInt(memo.amount),
    asset: memo.asset,
    status: "captured",
    at: milliseconds(entry.timestamp),
    reversed_at: null,
    returned_seq: null,
    leaf_index: leafIndex,
    timestamp: entry.timestamp,
    memo: entry.memo,
  };
}

function own(memo: Shown): Own {
  if (memo.kind === "top-up") return topUp;
  return {
    merchant_id: memo.merchant,
    allowance_id: memo.allowance ?? null,
    device: memo.device ?? null,
    title: memo.title,
    resource: memo.resource,
    access: memo.access,
    offer_hash: memo.offer,
    fee: BigInt(memo.fee),
  };
}

/** A top-up has no words of its own: screens know its kind. */
const topUp: Own = {
  merchant_id: null,
  allowance_id: null,
  device: null,
  title: "",
  resource: "",
  access: null,
  offer_hash: null,
  fee: 0n,
};
