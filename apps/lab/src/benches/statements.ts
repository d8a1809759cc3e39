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
 * cursors), the bytes that a statement line takes, and reads at 10 thousand entries and at all of them.
 */
export async function benchStatements({ entries }: BenchOptions): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-bench-"));
  try {
    const path = join(folder, "store.db");
    await (await openStore(path)).destroy();
    const feed = newJournalFeed(Math.max(entries, smallEntries));
    const database = openViewsDatabase(path);
    const projector = newProjector(database, feed);
    const first = project(projector, feed, smallEntries);
    const small = await readAll(path, feed, smallEntries);
    const rest = project(projector, feed, feed.entries);
    const large = await readAll(path, feed, feed.entries);
    const figures = sizes(database, path);
    database.close();
    return {
      entries: feed.entries,
      payers: feed.payers,
      fsyncMs: round(probeFsync(folder)),
      ...figures,
      first10k: first,
      rest,
      page50: compare(small.page, large.page),
      totalsAt: compare(small.totals, large.totals),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Projects until `until` entries are shown; answers entries per second without the time to make them. */
function project(projector: { seq(): bigint; step(): number }, feed: JournalFeed, until: number) {
  const from = performance.now();
  const cpuFrom = process.cpuUsage();
  const [spentFrom, seqFrom] = [feed.spentMs(), projector.seq()];
  let saidAt = from;
  while (projector.seq() < BigInt(until) && projector.step() > 0) {
    if (performance.now() - saidAt < 10_000) continue;
    saidAt = performance.now();
    process.stderr.write(`${projector.seq()} of ${until} entries\n`);
  }
  const seconds = (performance.now() - from - (feed.spentMs() - spentFrom)) / 1_000;
  const count = Number(projector.seq() - seqFrom);
  const { user, system } = process.cpuUsage(cpuFrom);
  return {
    perSecond: Math.round(count / seconds),
    // Making the entries is in it.
    cpuMicros: round((user + system) / count),
    feedMicros: round(((feed.spentMs() - spentFrom) * 1_000) / count),
  };
}

interface Times {
  readonly page: readonly number[];
  readonly totals: readonly number[];
}

/** Pages and balances of payers and merchants in turn, at moments spread over all that is shown. */
async function readAll(path: string, feed: JournalFeed, shown: number): Promise<Times> {
  const store = await openStore(path, "normal");
  const times = { page: [] as number[], totals: [] as number[] };
  const open = instant(feed.moment(shown, 1) + 1_000);
  for (let read = 0; read < reads; read += 1) {
    const kind = read % 2 === 0 ? "payer" : "merchant";
    const at = (read * 7_919) % (kind === "payer" ? Math.min(feed.payers, shown) : 200);
    const account = feed.account(kind, at);
    const time = instant(feed.moment(shown, (read * 0.618) % 1));
    const from = performance.now();
    await totalsAt(store, account, time);
    const between = performance.now();
    await readStatement(store, { account, from: time, to: open, limit: pageLines, after: null });
    times.totals.push(between - from);
    times.page.push(performance.now() - between);
  }
  await store.destroy();
  return times;
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
