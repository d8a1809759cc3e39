import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchOptions } from "../bench.ts";
import { probeFsync } from "../probe/fsync.ts";
import { openBareRows } from "./ledger/bareRows.ts";
import { EntryMaker } from "./ledger/entries.ts";
import { fill, openBench, ratesOf, runStretch } from "./ledger/runBatches.ts";
import { runCallers } from "./ledger/runCallers.ts";

/** Entries written before the second measurement of `--growth`, and how many at once. */
const growth = { from: 10_000, to: 10_000_000, batch: 8_000 };

/** What the batches cost, and at the side what a bare durable insert loop of the same row width costs in the same run. */
export async function benchLedger(options: BenchOptions): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-bench-"));
  try {
    const fsyncMs = probeFsync(folder);
    if (options.callers > 0)
      return rounded({ ...(await callersFigures(folder, options)), fsyncMs });
    if (options.growth) return rounded({ ...(await growthFigures(folder, options)), fsyncMs });
    return rounded({ ...(await batchFigures(folder, options)), fsyncMs });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const transfersOf = { money: 1, payment: 2, click: 2 } as const;

async function batchFigures(folder: string, { entry, batch, seconds, rows }: BenchOptions) {
  const bench = await openBench(folder, new EntryMaker(entry));
  const bare = openBareRows(folder);
  await fill(bench, Math.max(rows, 20 * batch), batch);
  const rowsBefore = Number(bench.desk.head.seq);
  const rates = ratesOf(await runStretch(bench, bare, { batch, seconds }));
  bare.close();
  await bench.desk.engine.close();
  const { barePerSecond, ...own } = rates;
  return {
    transfersPerSecond: transfersOf[entry] * rates.entriesPerSecond,
    ...own,
    batch,
    entry,
    rowsBefore,
    yardstick: { name: "bare durable insert of the same row width", perSecond: barePerSecond },
    ratio: rates.entriesPerSecond / barePerSecond,
  };
}

async function callersFigures(folder: string, { entry, callers, seconds }: BenchOptions) {
  const rates = await runCallers(folder, new EntryMaker(entry), { callers, seconds });
  const transfersPerSecond = transfersOf[entry] * rates.entriesPerSecond;
  return { transfersPerSecond, ...rates, callers, entry };
}

/** The same batches at 10 thousand and at 10 million entries, and how fast it got from one to the other. */
async function growthFigures(folder: string, { entry, batch, seconds }: BenchOptions) {
  const bench = await openBench(folder, new EntryMaker(entry));
  const measure = async () => ratesOf(await runStretch(bench, null, { batch, seconds }));
  await fill(bench, growth.from, batch);
  const small = await measure();
  const from = { seq: Number(bench.desk.head.seq), ms: performance.now() };
  await fill(bench, growth.to - from.seq, growth.batch);
  const grewPerSecond = (1_000 * (growth.to - from.seq)) / (performance.now() - from.ms);
  const rowsBefore = Number(bench.desk.head.seq);
  const large = await measure();
  await bench.desk.engine.close();
  const { p50Ms: p50MsSmall } = small;
  return {
    p50MsSmall,
    ...large,
    batch,
    entry,
    rowsBefore,
    grewPerSecond,
    ratio: large.p50Ms / p50MsSmall,
  };
}

function rounded(figures: object): object {
  return JSON.parse(
    JSON.stringify(figures, (_, value: unknown) =>
      typeof value === "number" ? Math.round(value * 1_000) / 1_000 : value,
    ),
  ) as object;
}
