import { assert, systemClock } from "@farthing/core";
import { openLedger } from "@farthing/ledger";
import { percentile } from "../../probe/fsync.ts";
import type { EntryMaker } from "./entries.ts";

const openAtOnce = 500;

/** Callers that each await their own durable answer, through the whole ledger: loop, thread, commit and back. */
export async function runCallers(
  folder: string,
  maker: EntryMaker,
  { callers, seconds }: { readonly callers: number; readonly seconds: number },
) {
  const ledger = await openLedger({
    folder,
    onFault(error) {
      throw error;
    },
  });
  const openings = maker.openings(systemClock.now());
  // Not all at once: the queue is bounded.
  for (let at = 0; at < openings.length; at += openAtOnce) {
    const some = openings.slice(at, at + openAtOnce);
    await Promise.all(some.map((entry) => ledger.submitEntry(entry)));
  }
  const times: number[] = [];
  const [before, cpu, from] = [ledger.stats(), process.cpuUsage(), performance.now()];
  const until = from + 1_000 * seconds;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() < until) {
        const sentAt = performance.now();
        const { status } = await ledger.submitEntry(maker.next(systemClock.now()));
        assert(status === "created", "every entry is created");
        times.push(performance.now() - sentAt);
      }
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  const tookMs = performance.now() - from;
  const after = ledger.stats();
  await ledger.close();
  return {
    entriesPerSecond: (1_000 * times.length) / tookMs,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    cpuMicrosPerEntry: (user + system) / times.length,
    entriesPerCommit: times.length / (after.commits - before.commits),
    writerBusy: (after.busyMicros - before.busyMicros) / (1_000 * tookMs),
  };
}
