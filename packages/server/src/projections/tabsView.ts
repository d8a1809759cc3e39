import { uintBytes } from "@farthing/core";
import type { StoredEntry } from "@farthing/ledger";
import type Database from "better-sqlite3";
import { entryName } from "../payments/entryName.ts";
import { accountId, tabSaleKey } from "../payments/keys.ts";
import type { PaymentMemo, RefundMemo, SettleTabMemo, UndoMemo } from "../payments/memo.ts";
import { agedOut } from "../tabs/agedOut.ts";
import type { TabSaleTable } from "../store/tables.ts";
import { milliseconds, type View, type ViewedEntry } from "./view.ts";

/** The `tab_sales` table. A sale that a wallet has paid is that wallet's from then on, in `payments` too. */
export function newTabsView(database: Database.Database): View {
  const writes = prepareWrites(database);
  return {
    name: "tabs",
    show(entries) {
      for (const viewed of entries) project(writes, viewed);
    },
    clear: () => void database.exec("delete from tab_sales"),
  };
}

function prepareWrites(database: Database.Database) {
  return {
    add: database.prepare<[TabSaleTable]>(
      `insert into tab_sales values (@payment, @seq, @guest, @merchant_id, @amount, @fee, @at, @sale_key,
        @state, @ended_at, @settled_by, @borne, @settlement, @shared_at)`,
    ),
    giveBack: database.prepare<[{ payment: string; state: string; at: number; borne: bigint }]>(
      `update tab_sales set state = @state, ended_at = @at, borne = @borne
      where payment = @payment and state = 'unpaid'`,
    ),
    settle: database.prepare<
      [{ key: Uint8Array; at: number; by: string | null; settlement: string }],
      { payment: string; merchant_id: string }
    >(
      `update tab_sales set state = 'paid', ended_at = @at, settled_by = @by, settlement = @settlement
      where sale_key = @key returning payment, merchant_id`,
    ),
    share: database.prepare<[{ settlement: string; merchant: string; at: number }]>(
      `update tab_sales set shared_at = @at
      where state = 'paid' and settlement = @settlement and merchant_id = @merchant`,
    ),
    own: database.prepare<[{ payment: string; by: string }]>(
      "update payments set payer_id = @by where id = @payment",
    ),
  };
}

type Writes = ReturnType<typeof prepareWrites>;

function project(writes: Writes, { entry, memo }: ViewedEntry): void {
  if (memo === null) return;
  const at = milliseconds(entry.timestamp);
  if (memo.kind === "payment" && memo.tab === true) {
    writes.add.run(rowOf(memo, { id: entry.id, seq: entry.seq, at }));
  } else if (memo.kind === "undo" || memo.kind === "refund") {
    writes.giveBack.run({ payment: memo.payment, at, ...endOf(memo) });
  } else if (memo.kind === "settle-tab") {
    settle(writes, memo, { entry, at });
  } else if (memo.kind === "settle-share") {
    writes.share.run({ settlement: memo.settlement, merchant: memo.merchant, at });
  }
}

function rowOf(memo: PaymentMemo, of: { id: bigint; seq: bigint; at: number }): TabSaleTable {
  const payment = entryName(of.id);
  return {
    payment,
    seq: of.seq,
    guest: memo.payer,
    merchant_id: memo.merchant,
    amount: BigInt(memo.amount),
    fee: BigInt(memo.fee),
    at: of.at,
    sale_key: uintBytes(tabSaleKey(payment), 16),
    state: "unpaid",
    ended_at: null,
    settled_by: null,
    borne: 0n,
    settlement: null,
    shared_at: null,
  };
}

function endOf(memo: UndoMemo | RefundMemo): { state: TabSaleTable["state"]; borne: bigint } {
  const isAged = memo.kind === "refund" && memo.reason === agedOut;
  return isAged
    ? { state: agedOut, borne: BigInt(memo.borne ?? 0) }
    : { state: "returned", borne: 0n };
}

function settle(
  writes: Writes,
  { by = null }: { by?: SettleTabMemo["by"] | null },
  { entry, at }: { entry: StoredEntry; at: number },
): void {
  const settlement = entryName(entry.id);
  for (const claim of entry.claims) {
    const row = writes.settle.get({ key: uintBytes(claim, 16), at, by, settlement });
    if (row === undefined) continue;
    const { payment, merchant_id: merchant } = row;
    if (by !== null) writes.own.run({ payment, by });
    if (isSharedBy(entry, merchant)) writes.share.run({ settlement, merchant, at });
  }
}

/** Whether a settlement's own entry gave this merchant its part: it did when the bill was of one merchant alone. */
export function isSharedBy({ transfers }: StoredEntry, merchant: string): boolean {
  const unsettled = accountId("merchant-unsettled", merchant);
  return transfers.some(({ debit, kind }) => debit === unsettled && kind === "plain");
}
