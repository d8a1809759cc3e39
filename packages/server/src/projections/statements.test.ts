import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instant } from "@farthing/core";
import {
  accountFlags,
  amountAll,
  type Entry,
  type Ledger,
  openLedger,
  type StoredEntry,
  transferFlags,
  transferId,
} from "@farthing/ledger";
import type { Kysely } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../store/openDatabase.ts";
import { openStore } from "../store/openStore.ts";
import type { Tables } from "../store/tables.ts";
import { newProjector } from "./projector.ts";
import { readStatement, totalsAt } from "./readStatement.ts";
import { rebuildViews } from "./rebuildViews.ts";
import { balanceOfTotals } from "./totals.ts";

let folder: string;
let path: string;
let ledger: Ledger;
let store: Kysely<Tables>;
let clockMs = 1_795_000_000_000;
const clock = { now: () => instant(clockMs) };

const [rail, ann, shop, plain] = [1n, 2n, 3n, 4n];
const { history } = accountFlags;
const { pending, postPendingTransfer, voidPendingTransfer } = transferFlags;
/** Above 63 bits, as sums of a currency with small units may be. */
const huge = 1n << 100n;
const whole = instant(2 ** 48 - 1);

let count = 0n;
/** One entry, a second after the one before. */
async function submit(parts: Omit<Entry, "id" | "time" | "commitment">): Promise<StoredEntry> {
  clockMs += 1_000;
  count += 64n;
  const id = (BigInt(clockMs) << 80n) + count;
  const entry = { id, time: clock.now(), commitment: randomBytes(32), ...parts };
  const { status, entry: stored } = await ledger.submitEntry(entry);
  if (stored === null) throw new Error(`refused: ${status}`);
  return stored;
}

const open = (id: bigint, flags: number) => ({ id, asset: "PLAY/6" as const, code: 1, flags });
const move = (debit: bigint, credit: bigint, amount: bigint) =>
  ({ debit, credit, amount, asset: "PLAY/6", code: 1 }) as const;

/** The whole life of money: plain, held, posted in part, voided, expired; some of it beyond 63 bits. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "farthing-statements-"));
  path = join(folder, "store.db");
  store = await openStore(path);
  ledger = await openLedger({
    folder,
    clock,
    onFault(error) {
      throw error;
    },
  });
  await submit({
    accounts: [open(rail, 0), open(ann, history), open(shop, history), open(plain, 0)],
    transfers: [move(rail, ann, huge), move(ann, shop, 500n), move(shop, plain, 5n)],
  });
  const held = await submit({ transfers: [{ ...move(ann, shop, 300n), flags: pending }] });
  const pendingId = transferId(held.id, 0);
  await submit({ transfers: [{ flags: postPendingTransfer, pendingId, amount: 120n }] });
  const other = await submit({ transfers: [{ ...move(ann, shop, huge / 2n), flags: pending }] });
  await submit({
    transfers: [{ flags: voidPendingTransfer, pendingId: transferId(other.id, 0) }],
  });
  const all = await submit({ transfers: [{ ...move(ann, shop, 70n), flags: pending }] });
  await submit({
    transfers: [
      { flags: postPendingTransfer, pendingId: transferId(all.id, 0), amount: amountAll },
      move(shop, ann, 1n),
    ],
  });
  await submit({ transfers: [{ ...move(ann, shop, 9n), flags: pending, timeout: 1 }] });
  await expiry();
  expect(rebuildViews(path, ledger)).toBe(ledger.head().seq);
});
afterAll(async () => {
  await ledger.close();
  await store.destroy();
  rmSync(folder, { recursive: true });
});

/** The engine's own entry ends the hold whose second is over. */
async function expiry(): Promise<void> {
  const { seq } = ledger.head();
  clockMs += 2_000;
  for (let look = 0; look < 500 && ledger.head().seq === seq; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(ledger.head().seq).toBe(seq + 1n);
}

const statement = (account: bigint, of: Partial<Parameters<typeof readStatement>[1]> = {}) =>
  readStatement(store, { account, from: instant(0), to: whole, limit: 500, after: null, ...of });

test("every transfer is a line for each account with history, with what it left", async () => {
  const { lines, opening, closing } = (await statement(ann)) ?? {};
  const story = lines?.map(({ kind, side, amount, totals }) => [
    kind,
    side,
    amount,
    balanceOfTotals(totals),
    totals.debitsPending,
  ]);
  expect(story).toEqual([
    ["plain", "credit", huge, huge, 0n],
    ["plain", "debit", 500n, huge - 500n, 0n],
    ["pending", "debit", 300n, huge - 500n, 300n],
    ["posted", "debit", 120n, huge - 620n, 0n],
    ["pending", "debit", huge / 2n, huge - 620n, huge / 2n],
    ["voided", "debit", huge / 2n, huge - 620n, 0n],
    ["pending", "debit", 70n, huge - 620n, 70n],
    ["posted", "debit", 70n, huge - 690n, 0n],
    ["plain", "credit", 1n, huge - 689n, 0n],
    ["pending", "debit", 9n, huge - 689n, 9n],
    ["expired", "debit", 9n, huge - 689n, 0n],
  ]);
  expect(opening && balanceOfTotals(opening)).toBe(0n);
  expect(closing && balanceOfTotals(closing)).toBe(huge - 689n);
  expect(lines?.map(({ counter }) => counter).slice(0, 2)).toEqual([rail, shop]);
});

test("the ledger's own totals are those of the last line, for every account with history", async () => {
  for (const id of [ann, shop]) {
    const [account] = ledger.lookupAccounts([id]);
    const { debitsPending, debitsPosted, creditsPending, creditsPosted } = account ?? {};
    expect((await statement(id))?.closing).toEqual({
      debitsPending,
      debitsPosted,
      creditsPending,
      creditsPosted,
    });
  }
  expect((await statement(plain))?.lines).toEqual([]);
  expect((await statement(rail))?.lines).toEqual([]);
});

test("totalsAt says what was there at any time, and nothing before or of an account that is not there", async () => {
  const lines = (await statement(ann))?.lines ?? [];
  const ms = (at: number) => Number((lines[at]?.timestamp ?? 0n) / 1_000_000n);
  for (const [at, { totals }] of lines.entries()) {
    // Two lines of one entry are of one millisecond.
    if (ms(at) === ms(at + 1)) continue;
    expect(await totalsAt(store, ann, instant(ms(at) + 1))).toEqual(totals);
  }
  expect(balanceOfTotals(await totalsAt(store, ann, instant(ms(0))))).toBe(0n);
  expect(balanceOfTotals(await totalsAt(store, 99n, whole))).toBe(0n);
  expect(balanceOfTotals(await totalsAt(store, ann, whole))).toBe(huge - 689n);
});

test("pages of any length show each line once; a cursor of another account or period is none", async () => {
  const all = (await statement(shop))?.lines ?? [];
  for (const limit of [1, 2, 3, all.length, 500]) {
    const seen: bigint[] = [];
    for (let after: bigint | null = null, pages = 0; pages <= all.length; pages += 1) {
      const page = await statement(shop, { limit, after });
      seen.push(...(page?.lines ?? []).map((line) => line.timestamp));
      after = page?.next ?? null;
      if (after === null) break;
    }
    expect(seen).toEqual(all.map((line) => line.timestamp));
  }
  const annOnly = (await statement(ann))?.lines[0]?.timestamp ?? 0n;
  expect(await statement(shop, { after: annOnly })).toBe(null);
  expect(await statement(99n, { after: annOnly })).toBe(null);
  const last = all.at(-1)?.timestamp ?? 0n;
  expect(await statement(shop, { after: last, to: instant(1) })).toBe(null);
});

const tables = ["payments", "statement_accounts", "statement_lines", "statement_holds", "events"];

/** Every value of every view with its type, in the tables' own order. */
function fingerprint(): string {
  const database = openDatabase(path, "normal");
  const hash = createHash("sha256");
  for (const table of [...tables, "cursors"]) {
    const where = table === "cursors" ? "where name <> 'rebuild' order by name" : "";
    for (const row of database.prepare(`select * from ${table} ${where}`).raw().all()) {
      const values = (row as unknown[]).map((value) =>
        value instanceof Uint8Array
          ? `x${Buffer.from(value).toString("hex")}`
          : `${typeof value} ${String(value)}`,
      );
      hash.update(`${table} ${values.join("|")}\n`);
    }
  }
  database.close();
  return hash.digest("hex");
}

test("a rebuild gives the same bytes, in batches of any size and after a kill in the middle", () => {
  const before = fingerprint();
  for (const batch of [1, 2, 7]) {
    const database = openDatabase(path, "normal");
    const projector = newProjector(database, ledger, batch);
    projector.reset();
    while (projector.step() > 0);
    database.close();
    expect(fingerprint()).toBe(before);
  }
  const seen: bigint[] = [];
  const killed = {
    head: () => ledger.head(),
    entriesAfter(seq: bigint) {
      if (seq >= 3n) throw new Error("killed");
      return ledger.entriesAfter(seq, 3);
    },
  };
  expect(() => rebuildViews(path, killed)).toThrow("killed");
  expect(fingerprint()).not.toBe(before);
  rebuildViews(path, ledger, ({ shown }) => seen.push(shown));
  // It went on where it stood, and the next one starts over.
  expect(seen[0]).toBe(3n);
  expect(fingerprint()).toBe(before);
  rebuildViews(path, ledger, ({ shown }) => seen.push(shown));
  expect(seen.filter((shown) => shown === 0n)).toHaveLength(1);
  expect(fingerprint()).toBe(before);
});

test("a statement that does not add up is never shown", async () => {
  const database = openDatabase(path, "normal");
  const [line] = (await statement(shop))?.lines ?? [];
  database
    .prepare("update statement_lines set amount = amount + 1 where timestamp = ?")
    .run(line?.timestamp);
  await expect(statement(shop)).rejects.toThrow(/balance follows/);
  database.close();
  rebuildViews(path, ledger);
  expect((await statement(shop))?.lines).toHaveLength(11);
});

test("a view that is new catches up alone, and is shown as current only then", () => {
  const before = fingerprint();
  const database = openDatabase(path, "normal");
  database.exec("delete from statement_lines; delete from statement_holds");
  database.exec("delete from statement_accounts; delete from cursors where name = 'statements'");
  const projector = newProjector(database, ledger, 4);
  expect(projector.seq()).toBe(0n);
  expect(projector.step()).toBe(4);
  expect(projector.seq()).toBe(4n);
  while (projector.step() > 0);
  expect(projector.seq()).toBe(ledger.head().seq);
  database.close();
  expect(fingerprint()).toBe(before);
});
