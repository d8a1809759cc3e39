import { assert, uintBytes } from "@farthing/core";
import {
  fromWideCell,
  type StoredEntry,
  type StoredTransfer,
  toWideCell,
  type WideCell,
} from "@farthing/ledger";
import type Database from "better-sqlite3";
import { type AccountNumbers, newAccountNumbers } from "./accountNumbers.ts";
import { afterTransfer, noTotals, type Totals } from "./totals.ts";
import type { View } from "./view.ts";

/** `StatementLineTable.kind` by place: never reordered. */
export const lineKinds = [
  "plain",
  "pending",
  "posted",
  "voided",
  "expired",
] as const satisfies readonly StoredTransfer["kind"][];

/** One line in the order of its columns. */
type LineRow = [
  account: bigint,
  timestamp: bigint,
  seq: bigint,
  transfer: Uint8Array,
  kind: number,
  code: number,
  side: number,
  amount: WideCell,
  counter: bigint,
  ...totals: [WideCell, WideCell, WideCell, WideCell],
];

/**
 * A line with the totals after it for each transfer of an account that has the ledger's `history` flag, clustered by
 * (account, time). The totals before a line are those of the account's line above: nothing else is kept, so that a
 * rebuild cannot differ.
 */
export function newStatementsView(database: Database.Database): View {
  const numbers = newAccountNumbers(database);
  const holds = prepareHolds(database);
  const last = prepareLast(database);
  const insert = database.prepare<LineRow>(
    `insert into statement_lines values (${Array.from({ length: 13 }, () => "?").join(", ")})`,
  );
  return {
    name: "statements",
    show(entries) {
      const batch = { numbers: numbers.forBatch(), holds, totals: new Map<bigint, Totals>(), last };
      const rows = entries.flatMap(({ entry }) => linesOf(batch, entry));
      // Side by side in the table: a page is found once for all that goes into it.
      rows.sort(byKey);
      for (const row of rows) insert.run(...row);
    },
    clear() {
      for (const table of ["lines", "holds", "accounts"]) {
        database.exec(`delete from statement_${table}`);
      }
    },
  };
}

function byKey(a: LineRow, b: LineRow): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] < b[1] ? -1 : 1;
}

interface Batch {
  readonly numbers: AccountNumbers;
  readonly holds: Holds;
  /** As the batch has changed them so far. */
  readonly totals: Map<bigint, Totals>;
  readonly last: (account: bigint) => Totals;
}

function linesOf(batch: Batch, entry: StoredEntry): LineRow[] {
  if (entry.status !== "created") return [];
  for (const account of entry.accounts) batch.numbers.open(account);
  const { transfers } = entry;
  // Every transfer has a time of its own, up to the entry's (`eventResults` of @farthing/ledger).
  const before = entry.timestamp - BigInt(transfers.length);
  return transfers.flatMap((transfer, place) =>
    linesOfTransfer(batch, { transfer, seq: entry.seq, timestamp: before + BigInt(place + 1) }),
  );
}

interface Moved {
  readonly transfer: StoredTransfer;
  readonly seq: bigint;
  readonly timestamp: bigint;
}

function linesOfTransfer(batch: Batch, moved: Moved): LineRow[] {
  const { transfer, seq, timestamp } = moved;
  const debit = batch.numbers.of(transfer.debit);
  const credit = batch.numbers.of(transfer.credit);
  const released = releasedBy(batch.holds, transfer);
  const id = uintBytes(transfer.id, 16);
  const line = (side: "debit" | "credit"): LineRow[] => {
    const [own, other] = side === "debit" ? [debit, credit] : [credit, debit];
    if (!own.history) return [];
    const { number } = own;
    const totals = afterTransfer(batch.totals.get(number) ?? batch.last(number), {
      transfer,
      side,
      released,
    });
    batch.totals.set(number, totals);
    return [
      [
        number,
        timestamp,
        seq,
        id,
        lineKinds.indexOf(transfer.kind),
        transfer.code,
        side === "debit" ? 0 : 1,
        toWideCell(transfer.amount),
        other.number,
        toWideCell(totals.debitsPending),
        toWideCell(totals.debitsPosted),
        toWideCell(totals.creditsPending),
        toWideCell(totals.creditsPosted),
      ],
    ];
  };
  return [...line("debit"), ...line("credit")];
}

interface Holds {
  readonly open: (id: bigint, amount: bigint) => void;
  /** Ends a hold; answers what was held. */
  readonly end: (id: bigint) => bigint;
}

/** What a transfer releases of pending: all of the hold that it ends, however much of it is posted. */
function releasedBy(holds: Holds, { kind, id, amount, pendingId }: StoredTransfer): bigint {
  if (kind === "plain") return 0n;
  if (kind !== "pending") return holds.end(pendingId);
  holds.open(id, amount);
  return 0n;
}

function prepareHolds(database: Database.Database): Holds {
  const insert = database.prepare<[Uint8Array, WideCell]>(
    "insert into statement_holds values (?, ?)",
  );
  const end = database.prepare<[Uint8Array], { amount: WideCell }>(
    "delete from statement_holds where id = ? returning amount",
  );
  return {
    open: (id, amount) => void insert.run(uintBytes(id, 16), toWideCell(amount)),
    end(id) {
      const row = end.get(uintBytes(id, 16));
      assert(row !== undefined, "a hold ends once, after it began");
      return fromWideCell(row.amount);
    },
  };
}

function prepareLast(database: Database.Database): (account: bigint) => Totals {
  const read = database
    .prepare<[bigint], [WideCell, WideCell, WideCell, WideCell]>(
      `select debits_pending, debits_posted, credits_pending, credits_posted
       from statement_lines where account = ? order by timestamp desc limit 1`,
    )
    .raw();
  return (account) => {
    const row = read.get(account);
    if (row === undefined) return noTotals;
    const [debitsPending, debitsPosted, creditsPending, creditsPosted] = row.map(fromWideCell);
    assert(
      debitsPending !== undefined &&
        debitsPosted !== undefined &&
        creditsPending !== undefined &&
        creditsPosted !== undefined,
      "a line has four totals",
    );
    return { debitsPending, debitsPosted, creditsPending, creditsPosted };
  };
}
