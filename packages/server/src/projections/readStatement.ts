import { assert, bytesToUint, type Instant, uintBytes } from "@farthing/core";
import { fromWideCell, type StoredTransfer } from "@farthing/ledger";
import type { Kysely } from "kysely";
import type { StatementLineTable, Tables } from "../store/tables.ts";
import { lineKinds } from "./statementsView.ts";
import { balanceOfTotals, noTotals, type Totals } from "./totals.ts";

type Store = Kysely<Tables>;

/** One line of an account's statement, as the journal has it. */
export interface AccountLine {
  /** The transfer's own, engine nanoseconds: the line's place in the account. */
  readonly timestamp: bigint;
  /** Of the journal entry. */
  readonly seq: bigint;
  readonly transfer: bigint;
  readonly kind: StoredTransfer["kind"];
  readonly code: number;
  readonly side: "debit" | "credit";
  readonly amount: bigint;
  /** The account on the other side: its ledger id and code. */
  readonly counter: bigint;
  readonly counterCode: number;
  /** After this line. */
  readonly totals: Totals;
}

/** What to read of an account. */
export interface StatementAsk {
  /** The ledger's id. */
  readonly account: bigint;
  /** Inclusive. */
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  readonly limit: number;
  /** The place of the last line of the page before. */
  readonly after: bigint | null;
}

/** A page of an account's lines, oldest first, and what it had before and after the whole period. */
export interface AccountStatement {
  readonly opening: Totals;
  readonly closing: Totals;
  readonly lines: readonly AccountLine[];
  /** `after` of the following page. */
  readonly next: bigint | null;
}

// Year 2262: the last moment that the ledger's nanoseconds can say.
const lastMs = (1n << 63n) / 1_000_000n - 1n;

function nanoseconds(ms: number): bigint {
  const bounded = BigInt(Math.max(0, Math.trunc(ms)));
  return (bounded < lastMs ? bounded : lastMs) * 1_000_000n;
}

async function accountNumber(store: Store, id: bigint): Promise<number | null> {
  const row = await store
    .selectFrom("statement_accounts")
    .select("account")
    .where("id", "=", uintBytes(id, 16))
    .executeTakeFirst();
  return row?.account ?? null;
}

const totalColumns = [
  "debits_pending",
  "debits_posted",
  "credits_pending",
  "credits_posted",
] as const;

type TotalCells = Pick<StatementLineTable, (typeof totalColumns)[number]>;

function totalsOf(row: TotalCells): Totals {
  return {
    debitsPending: fromWideCell(row.debits_pending),
    debitsPosted: fromWideCell(row.debits_posted),
    creditsPending: fromWideCell(row.credits_pending),
    creditsPosted: fromWideCell(row.credits_posted),
  };
}

interface Standing {
  readonly totals: Totals;
  /** Of the line that left them so; 0 when there is none. */
  readonly timestamp: bigint;
}

async function before(store: Store, account: number, timestamp: bigint): Promise<Standing> {
  const row = await store
    .selectFrom("statement_lines")
    .select(["timestamp", ...totalColumns])
    .where("account", "=", account)
    .where("timestamp", "<", timestamp)
    .orderBy("timestamp", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined
    ? { totals: noTotals, timestamp: 0n }
    : { totals: totalsOf(row), timestamp: row.timestamp };
}

/**
 * What the ledger account `account` had been debited and credited until `time` (exclusive): one search, however long
 * its history. Zeros for an account that is not there or keeps no history. What was committed a moment ago is in it once
 * the projection has `reached` it.
 */
export async function totalsAt(store: Store, account: bigint, time: Instant): Promise<Totals> {
  const number = await accountNumber(store, account);
  return number === null ? noTotals : (await before(store, number, nanoseconds(time))).totals;
}

function readLines(store: Store, of: { account: number; from: bigint; to: bigint; max: number }) {
  return store
    .selectFrom("statement_lines as line")
    .innerJoin("statement_accounts as other", "other.account", "line.counter")
    .selectAll("line")
    .select(["other.id as counter_id", "other.code as counter_code"])
    .where("line.account", "=", of.account)
    .where("line.timestamp", ">=", of.from)
    .where("line.timestamp", "<", of.to)
    .orderBy("line.timestamp")
    .limit(of.max)
    .execute();
}

type LineRow = Awaited<ReturnType<typeof readLines>>[number];

function lineOf(row: LineRow): AccountLine {
  const kind = lineKinds[row.kind];
  assert(kind !== undefined, "a line's kind is known");
  return {
    timestamp: row.timestamp,
    seq: row.seq,
    transfer: bytesToUint(row.transfer),
    kind,
    code: row.code,
    side: row.side === 0 ? "debit" : "credit",
    amount: fromWideCell(row.amount),
    counter: bytesToUint(row.counter_id),
    counterCode: row.counter_code,
    totals: totalsOf(row),
  };
}

const empty: AccountStatement = { opening: noTotals, closing: noTotals, lines: [], next: null };

/**
 * A page of the statement of one account. Asserts that what it had before, and the lines, are what it has after: a
 * statement that does not add up is never shown. `null` when `after` is no line of this account in this period.
 */
export async function readStatement(
  store: Store,
  ask: StatementAsk,
): Promise<AccountStatement | null> {
  const { limit, after } = ask;
  const account = await accountNumber(store, ask.account);
  if (account === null) return after === null ? empty : null;
  const from = nanoseconds(ask.from);
  const to = nanoseconds(ask.to);
  if (after !== null && !(await isLine(store, { account, from, to, at: after }))) return null;
  const start = after === null ? from : after + 1n;
  // The end first: what is written meanwhile comes behind it, and is left to the next question.
  const closing = await before(store, account, to);
  const opening = await before(store, account, from);
  const above = after === null ? opening : await before(store, account, start);
  const end = closing.timestamp + 1n;
  const rows = await readLines(store, { account, from: start, to: end, max: limit + 1 });
  const lines = rows.slice(0, limit).map(lineOf);
  const last = lines.at(-1);
  const isCut = rows.length > limit && last !== undefined;
  assertAddsUp({ above, lines, below: isCut ? last.totals : closing.totals });
  return {
    opening: opening.totals,
    closing: closing.totals,
    lines,
    next: isCut ? last.timestamp : null,
  };
}

async function isLine(
  store: Store,
  { account, from, to, at }: { account: number; from: bigint; to: bigint; at: bigint },
): Promise<boolean> {
  if (at < from || at >= to) return false;
  const row = await store
    .selectFrom("statement_lines")
    .select("timestamp")
    .where("account", "=", account)
    .where("timestamp", "=", at)
    .executeTakeFirst();
  return row !== undefined;
}

/** What a line adds to the balance: nothing while it only holds, or lets go of what was held. */
function changeOf({ kind, side, amount }: Pick<AccountLine, "kind" | "side" | "amount">): bigint {
  if (kind !== "plain" && kind !== "posted") return 0n;
  return side === "credit" ? amount : -amount;
}

function assertAddsUp(page: {
  above: Standing;
  lines: readonly AccountLine[];
  below: Totals;
}): void {
  let balance = balanceOfTotals(page.above.totals);
  for (const line of page.lines) {
    balance += changeOf(line);
    assert(balance === balanceOfTotals(line.totals), "a line's balance follows from the one above");
  }
  assert(balance === balanceOfTotals(page.below), "opening and lines are the closing balance");
}
