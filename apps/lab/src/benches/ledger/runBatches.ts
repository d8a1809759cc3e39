import { statSync } from "node:fs";
import { join } from "node:path";
import { assert, systemClock } from "@farthing/core";
import {
  decodeEntry,
  type Desk,
  encodeEntry,
  fullEntry,
  openDesk,
  runBatch,
  sqliteEngine,
} from "@farthing/ledger/engine";
import type { Entry } from "@farthing/ledger";
import { percentile } from "../../probe/fsync.ts";
import type { BareRows } from "./bareRows.ts";
import type { EntryMaker } from "./entries.ts";

/** An engine in this thread, as the writer has it. */
export interface Bench {
  readonly desk: Desk;
  readonly folder: string;
  readonly maker: EntryMaker;
}

/** What a stretch of batches took. */
export interface Stretch {
  readonly entries: number;
  readonly times: readonly number[];
  readonly cpuMicros: number;
  readonly bareMs: number;
  readonly bytes: number;
}

const openBatch = 1_000;

export async function openBench(folder: string, maker: EntryMaker): Promise<Bench> {
  const desk = await openDesk(sqliteEngine(folder), systemClock);
  const bench = { desk, folder, maker };
  const openings = maker.openings(systemClock.now());
  for (let at = 0; at < openings.length; at += openBatch) {
    await commit(bench, openings.slice(at, at + openBatch).map(bytesOf));
  }
  return bench;
}

/** As the loops send it. */
function bytesOf(entry: Entry): Uint8Array {
  return encodeEntry(fullEntry(entry));
}

/** What the writer's thread does with a message: takes it apart, decides, writes, is durable. */
async function commit({ desk }: Bench, sent: readonly Uint8Array[]): Promise<void> {
  const batch = sent.map((bytes) => ({ entry: decodeEntry(bytes), bytes }));
  const written = await runBatch(desk, batch);
  for (const { verdict } of written) assert(verdict.status === "created", "every entry is created");
}

function makeBatch({ maker }: Bench, size: number): Uint8Array[] {
  return Array.from({ length: size }, () => bytesOf(maker.next(systemClock.now())));
}

/** Writes `entries` without measuring. */
export async function fill(bench: Bench, entries: number, batch: number): Promise<void> {
  for (let done = 0; done < entries; done += batch) {
    await commit(bench, makeBatch(bench, Math.min(batch, entries - done)));
  }
}

/** Commits batches for `seconds`, and after each one the bare loop's as many rows of the same width. */
export async function runStretch(
  bench: Bench,
  bare: BareRows | null,
  { batch, seconds }: { readonly batch: number; readonly seconds: number },
): Promise<Stretch> {
  const [times, sizeBefore] = [[] as number[], sizeOf(bench.folder)];
  let [cpuMicros, bareMs] = [0, 0];
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    const sent = makeBatch(bench, batch);
    const cpu = process.cpuUsage();
    const from = performance.now();
    await commit(bench, sent);
    times.push(performance.now() - from);
    const { user, system } = process.cpuUsage(cpu);
    cpuMicros += user + system;
    if (bare !== null) bareMs += bare.commit(idsOf(sent), widthOf(sent));
  }
  const bytes = sizeOf(bench.folder) - sizeBefore;
  return { entries: times.length * batch, times, cpuMicros, bareMs, bytes };
}

function idsOf(sent: readonly Uint8Array[]): bigint[] {
  return sent.map((bytes) => decodeEntry(bytes).id);
}

const leafBytes = 32;

function widthOf(sent: readonly Uint8Array[]): number {
  return leafBytes + Math.round(sent.reduce((sum, { length }) => sum + length, 0) / sent.length);
}

/** Bytes on disk; the log of changes that are not moved into the file yet counts as much as it grew. */
function sizeOf(folder: string): number {
  return statSync(join(folder, "ledger.db")).size;
}

/** Entries per second of the committing alone, and how long a batch took. */
export function ratesOf({ entries, times, cpuMicros, bareMs, bytes }: Stretch) {
  const ms = times.reduce((sum, one) => sum + one, 0);
  return {
    entriesPerSecond: (1_000 * entries) / ms,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    cpuMicrosPerEntry: cpuMicros / entries,
    bytesPerEntry: bytes / entries,
    barePerSecond: bareMs === 0 ? 0 : (1_000 * entries) / bareMs,
  };
}
