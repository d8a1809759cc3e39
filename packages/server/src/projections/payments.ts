import { idFromUint } from "@farthing/core";
import type { Ledger, StoredEntry } from "@farthing/ledger";
import type Database from "better-sqlite3";
import { type PaymentMemo, readMemo, type TopUpMemo } from "../payments/memo.ts";
import type { PaymentTable } from "../store/tables.ts";

/** Entries of one store transaction: small, because a request that writes waits for it. */
export const batchEntriesMax = 250;

const name = "payments";

/** Keeps the `payments` table in step with the journal. Synchronous: runs in a thread of its own. */
export interface PaymentProjector {
  /** The last journal entry that the table shows. */
  seq(): bigint;
  /** Shows the next batch; answers how many entries that were. */
  step(): number;
  /** Empties the table; `step` then fills it from the first entry on. */
  reset(): void;
}

/** `database` is a connection to store.db that reads integers as bigint. */
export function newPaymentProjector(
  database: Database.Database,
  ledger: Pick<Ledger, "entriesAfter">,
): PaymentProjector {
  const writes = prepareWrites(database);
  const readCursor = database.prepare<[string], { seq: bigint }>(
    "select seq from cursors where name = ?",
  );
  const seq = () => readCursor.get(name)?.seq ?? 0n;
  const show = database.transaction((entries: readonly StoredEntry[], last: bigint) => {
    for (const entry of entries) project(writes, entry);
    writes.cursor.run({ name, seq: last });
  });
  const empty = database.transaction(() => {
    database.exec("delete from payments");
    writes.cursor.run({ name, seq: 0n });
  });
  return {
    seq,
    step() {
      const entries = ledger.entriesAfter(seq(), batchEntriesMax);
      const last = entries.at(-1);
      if (last === undefined) return 0;
      show.immediate(entries, last.seq);
      return entries.length;
    },
    reset: () => empty.immediate(),
  };
}

interface Writes {
  readonly insert: Database.Statement<[PaymentTable]>;
  readonly giveBack: Database.Statement<
    [{ id: string; at: number; status: PaymentTable["status"] }]
  >;
  readonly cursor: Database.Statement<[{ name: string; seq: bigint }]>;
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
  "leaf_index",
  "timestamp",
  "memo",
];

function prepareWrites(database: Database.Database): Writes {
  const places = columns.map((column) => `@${column}`).join(", ");
  return {
    insert: database.prepare(`insert into payments (${columns.join(", ")}) values (${places})`),
    giveBack: database.prepare(
      "update payments set status = @status, reversed_at = @at where id = @id",
    ),
    cursor: database.prepare(
      "insert into cursors (name, seq) values (@name, @seq) on conflict (name) do update set seq = excluded.seq",
    ),
  };
}

function project(writes: Writes, entry: StoredEntry): void {
  // Refused entries moved nothing; the ledger's own entries (expiries) carry no memo.
  if (entry.leafIndex === null || entry.memo.length === 0) return;
  const memo = readMemo(entry.memo);
  if (memo.kind === "undo") {
    writes.giveBack.run({ id: memo.payment, at: milliseconds(entry), status: "reversed" });
  } else if (memo.kind === "refund") {
    writes.giveBack.run({ id: memo.payment, at: milliseconds(entry), status: "refunded" });
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
    at: milliseconds(entry),
    reversed_at: null,
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

function milliseconds(entry: StoredEntry): number {
  return Number(entry.timestamp / 1_000_000n);
}
