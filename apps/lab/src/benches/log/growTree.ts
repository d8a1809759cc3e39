import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { assert, systemClock } from "@farthing/core";
import { openLedger } from "@farthing/ledger";
import {
  type Desk,
  encodeEntry,
  fullEntry,
  openDesk,
  runBatch,
  sqliteEngine,
} from "@farthing/ledger/engine";
import { verifyInclusion } from "@farthing/log";
import { sha256 } from "@farthing/server";
import { percentile } from "../../probe/fsync.ts";

const smallLeaves = 10_000;
const proofs = 2_000;

/**
 * Grows a tree in a real ledger, one leaf an entry and nothing besides, and proves leaves spread over all of it. Memory is
 * what this process keeps after a collection, once at ten thousand leaves and once at all.
 */
export async function growTree(
  folder: string,
  { leaves, batch }: { readonly leaves: number; readonly batch: number },
) {
  const desk = await openDesk(sqliteEngine(folder), systemClock);
  await grow(desk, Math.min(smallLeaves, leaves), batch);
  const small = keptMiB();
  const from = performance.now();
  await grow(desk, leaves, batch);
  const grownSeconds = (performance.now() - from) / 1_000;
  const large = keptMiB();
  await desk.engine.close();
  return {
    treeLeaves: leaves,
    treeLeavesPerSecond: (leaves - smallLeaves) / grownSeconds,
    memoryMiBAt10k: small,
    memoryMiBAtAll: large,
    ...(await prove(folder, leaves)),
  };
}

async function grow(desk: Desk, until: number, batch: number): Promise<void> {
  let saidAt = performance.now();
  while (desk.head.range.size < until) {
    const first = desk.head.range.size;
    const sent = Array.from({ length: Math.min(batch, until - first) }, (_, at) => {
      const time = systemClock.now();
      const id = (BigInt(time) << 80n) + 64n * BigInt(first + at + 1);
      const entry = fullEntry({ id, time, commitment: sha256(Buffer.from(`${id}`)) });
      return { entry, bytes: encodeEntry(entry) };
    });
    const written = await runBatch(desk, sent);
    for (const { verdict } of written) assert(verdict.status === "created", "a leaf an entry");
    if (performance.now() - saidAt < 10_000) continue;
    saidAt = performance.now();
    process.stderr.write(`${desk.head.range.size} of ${until} leaves\n`);
  }
}

async function prove(folder: string, size: number) {
  const ledger = await openLedger({
    folder,
    onFault: (error) => {
      throw error;
    },
  });
  const [proofTimes, verifyTimes] = [[] as number[], [] as number[]];
  const cpu = process.threadCpuUsage();
  for (let turn = 0; turn < proofs; turn += 1) {
    const index = Math.floor(size * ((turn * 0.618_034) % 1));
    const from = performance.now();
    const proof = ledger.leafProof(index, size);
    const between = performance.now();
    const isTrue = verifyInclusion(sha256, proof);
    verifyTimes.push(performance.now() - between);
    proofTimes.push(between - from);
    assert(isTrue, "every proof holds");
  }
  const { user, system } = process.threadCpuUsage(cpu);
  await ledger.close();
  return {
    // Processor time of a proof with its check: the others are what a clock on the wall says.
    proofCpuMicros: (user + system) / proofs,
    proofMicros: 1_000 * percentile(proofTimes, 0.5),
    proofMicrosP99: 1_000 * percentile(proofTimes, 0.99),
    inclusionMicros: 1_000 * percentile(verifyTimes, 0.5),
  };
}

/** Of this thread, after a collection: objects, and the bytes that they hold outside the heap. */
function keptMiB(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
