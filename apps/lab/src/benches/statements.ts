import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instant } from "@farthing/core";
import {
  newProjector,
  openStore,
  openViewsDatabase,
  readStatement,
  totalsAt,
} from "@farthing/server";
import type Database from "better-sqlite3";
import type { BenchOptions } from "../bench.ts";
import { percentile, probeFsync } from "../probe/fsync.ts";
import { type JournalFeed, newJournalFeed } from "./journalFeed.ts";

const pageLines = 50;
const reads = 2_000;
const smallEntries = 10_000;

/**
 * What the store's views cost: entries per second through the projector (payments, statements, events and their
 * cursors), the bytes that a statement line takes, and the same reads of a store of 10 thousand entries and of one of
 * all, in turn, so that a busy moment of the machine is a moment of both.
 */
export async function benchStatements({ entries }: BenchOptions): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-bench-"));
  try {
    const small = await fill(join(folder, "small.db"), newJournalFeed(smallEntries));
    const large = await fill(join(folder, "large.db"), newJournalFeed(entries));
    const times = await readInTurn(small, large);
    return {
      entries,
      payers: large.feed.payers,
      fsyncMs: round(probeFsync(folder)),
      ...large.figures,
      at10k: small.figures.projection,
      page50: compare(times.small.page, times.large.page),
      totalsAt: compare(times.small.totals, times.large.totals),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A store that shows all of a feed, and what that cost. */
async function fill(path: string, feed: JournalFeed) {
  await (await openStore(path)).destroy();
  const database = openViewsDatabase(path);
  const projection = project(newProjector(database, feed), feed);
  const figures = { projection, ...sizes(database, path) };
  database.close();
  return { path, feed, figures };
}

/** Projects all; `perSecond` is without the time to make the entries, `cpuMicros` (of one entry) with it. */
function project(projector: { seq(): bigint; step(): number }, feed: JournalFeed) {
  const from = performance.now();
  const cpuFrom = process.cpuUsage();
  let saidAt = from;
  while (projector.step() > 0) {
    if (performance.now() - saidAt < 10_000) continue;
    saidAt = performance.now();
    process.stderr.write(`${projector.seq()} of ${feed.entries} entries\n`);
  }
  const seconds = (performance.now() - from - feed.spentMs()) / 1_000;
  const count = Number(projector.seq());
  const { user, system } = process.cpuUsage(cpuFrom);
  return {
    perSecond: Math.round(count / seconds),
    // Making the entries is in it.
    cpuMicros: round((user + system) / count),
    feedMicros: round((feed.spentMs() * 1_000) / count),
  };
}

type Filled = Awaited<ReturnType<typeof fill>>;

async function readInTurn(small: Filled, large: Filled) {
  const stores = {
    small: { of: small.feed, store: await openStore(small.path, "normal"), ...noTimes() },
    large: { of: large.feed, store: await openStore(large.path, "normal"), ...noTimes() },
  };
  for (let read = 0; read < reads; read += 1) {
    await timeRead(stores.small, read);
    await timeRead(stores.large, read);
  }
  await stores.small.store.destroy();
  await stores.large.store.destroy();
  return stores;
}

function noTimes() {
  return { page: [] as number[], totals: [] as number[] };
}

interface Read {
  readonly of: JournalFeed;
  readonly store: Awaited<ReturnType<typeof openStore>>;
  readonly page: number[];
  readonly totals: number[];
}

/** A balance and a page of a payer or a merchant, at moments spread over the first half of all that is shown. */
async function timeRead({ of, store, page, totals }: Read, read: number): Promise<void> {
  const kind = read % 2 === 0 ? "payer" : "merchant";
  const account = of.account(kind, (read * 7_919) % (kind === "payer" ? of.payers : 200));
  const time = instant(of.moment(of.entries, (read * 0.618) % 0.5));
  const to = instant(of.moment(of.entries, 1) + 1_000);
  const from = performance.now();
  await totalsAt(store, account, time);
  const between = performance.now();
  await readStatement(store, { account, from: time, to, limit: pageLines, after: null });
  totals.push(between - from);
  page.push(performance.now() - between);
}

function compare(small: readonly number[], large: readonly number[]) {
  const of = (times: readonly number[]) => ({
    p50Ms: round(percentile(times, 0.5)),
    p99Ms: round(percentile(times, 0.99)),
  });
  const ratio = percentile(large, 0.5) / percentile(small, 0.5);
  return { at10k: of(small), atAll: of(large), ratioP50: round(ratio) };
}

function sizes(database: Database.Database, path: string) {
  const lines = database.prepare<[], { n: bigint }>("select count(*) as n from statement_lines");
  const pages = database.prepare<[string], { bytes: bigint }>(
    "select sum(pgsize) as bytes from dbstat where name = ?",
  );
  const count = Number(lines.get()?.n ?? 0n);
  const bytesOf = (table: string) => Number(pages.get(table)?.bytes ?? 0n);
  return {
    lines: count,
    bytesPerLine: round(bytesOf("statement_lines") / count),
    eventBytes: bytesOf("events"),
    paymentBytes: bytesOf("payments"),
    storeBytes: statSync(path).size,
  };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
