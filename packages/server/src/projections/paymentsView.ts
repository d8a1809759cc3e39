import { idFromUint } from "@farthing/core";
import type { StoredEntry } from "@farthing/ledger";
import type Database from "better-sqlite3";
import { heldUntil } from "../holds/holdOf.ts";
import type { PaymentMemo, TopUpMemo } from "../payments/memo.ts";
import type { PaymentReturnTable, PaymentTable } from "../store/tables.ts";
import { milliseconds, type View, type ViewedEntry } from "./view.ts";

/** The `payments` table: payments and top-ups, what became of them, and which entries gave them back. */
export function newPaymentsView(database: Database.Database): View {
  const writes = prepareWrites(database);
  return {
    name: "payments",
    show(entries) {
      for (const viewed of entries) project(writes, viewed);
    },
    clear: () => void database.exec("delete from payments; delete from payment_returns"),
  };
}

interface Writes {
  readonly insert: Database.Statement<[PaymentTable]>;
  readonly giveBack: Database.Statement<
    [{ id: string; at: number; part: bigint | null; all: string }]
  >;
  readonly settle: Database.Statement<
    [{ id: string; status: "captured" | "released"; at: number; released: string | null }]
  >;
  readonly addReturn: Database.Statement<
    [{ id: string; seq: bigint; kind: PaymentReturnTable["kind"] }]
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
  "given_back",
  "at",
  "reversed_at",
  "leaf_index",
  "timestamp",
  "memo",
  "held_until",
  "settled_at",
  "released",
  "noticed",
];

function prepareWrites(database: Database.Database): Writes {
  const places = columns.map((column) => `@${column}`).join(", ");
  return {
    insert: database.prepare(`insert into payments (${columns.join(", ")}) values (${places})`),
    giveBack: database.prepare(
      `update payments set
        status = iif(given_back + coalesce(@part, amount) < amount, 'partly-refunded', @all),
        given_back = given_back + coalesce(@part, amount), reversed_at = @at
      where id = @id`,
    ),
    settle: database.prepare(
      "update payments set status = @status, settled_at = @at, released = @released where id = @id",
    ),
    addReturn: database.prepare(
      "insert into payment_returns select @seq, seq, @kind from payments where id = @id",
    ),
  };
}

function project(writes: Writes, { entry, memo }: ViewedEntry): void {
  if (memo === null || entry.leafIndex === null) return;
  if (memo.kind === "undo" || memo.kind === "refund") {
    const kind = memo.kind === "undo" ? "reversed" : "refunded";
    const at = milliseconds(entry.timestamp);
    const id = memo.payment;
    // An undo is of all of it.
    const part = memo.kind === "undo" ? null : BigInt(memo.amount);
    writes.giveBack.run({ id, at, part, all: kind });
    writes.addReturn.run({ id, seq: entry.seq, kind });
  } else if (memo.kind === "capture" || memo.kind === "release") {
    const isMade = memo.kind === "capture";
    writes.settle.run({
      id: memo.payment,
      status: isMade ? "captured" : "released",
      at: milliseconds(entry.timestamp),
      released: isMade ? null : memo.why,
    });
  } else if (memo.kind === "payment" || memo.kind === "top-up") {
    const row = { ...shared(entry, entry.leafIndex, memo), ...own(memo) };
    writes.insert.run({ ...row, ...holdColumns(entry, memo) });
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

function shared(
  entry: StoredEntry,
  leafIndex: number,
  memo: Shown,
): Omit<PaymentTable, keyof Own | keyof HoldColumns> {
  return {
    id: idFromUint("payment", entry.id),
    seq: entry.seq,
    kind: memo.kind,
    payer_id: memo.payer,
    amount: BigInt(memo.amount),
    asset: memo.asset,
    given_back: 0n,
    at: milliseconds(entry.timestamp),
    reversed_at: null,
    leaf_index: leafIndex,
    timestamp: entry.timestamp,
    memo: entry.memo,
  };
}

type HoldColumns = Pick<
  PaymentTable,
  "status" | "held_until" | "settled_at" | "released" | "noticed"
>;

function holdColumns(entry: StoredEntry, memo: Shown): HoldColumns {
  const holdMs = memo.kind === "payment" ? memo.holdMs : undefined;
  const isNoticed = memo.kind === "payment" && memo.notice === true;
  return {
    status: holdMs === undefined ? "captured" : "held",
    held_until: holdMs === undefined ? null : heldUntil(entry, holdMs),
    settled_at: null,
    released: null,
    noticed: isNoticed || holdMs !== undefined ? 1 : 0,
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
