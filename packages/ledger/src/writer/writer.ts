import type { MessagePort } from "node:worker_threads";
import { expireHolds } from "./expireHolds.ts";
import { unpack, type Waiting } from "./inbox.ts";
import type { Answer, FromWriter, Submit } from "./messages.ts";
import { type Desk, runBatch, type Written } from "./runBatch.ts";

/** Most entries in one commit, and the time one commit should not exceed. */
const batchMax = 1_000;
const batchMsMax = 20;

/** How often the engine's clock looks for holds whose time is over. */
const expiryMs = 100;

export interface Writer {
  attach(port: MessagePort): void;
  /** Writes what has gathered, then stops. */
  drain(): Promise<void>;
}

function sendAnswers(batch: readonly Waiting[], written: readonly Written[]): void {
  const byPort = new Map<MessagePort, Answer[]>();
  for (const [at, { port, number }] of batch.entries()) {
    const one = written[at];
    if (one === undefined) continue;
    const answers = byPort.get(port) ?? [];
    byPort.set(port, answers);
    answers.push([number, one.verdict, one.seq, one.timestamp, one.leaf]);
  }
  for (const [port, answers] of byPort) {
    port.postMessage({ kind: "answers", answers } satisfies FromWriter);
  }
}

/** How many entries fit the time a batch may take, from what the last ones took. */
function nextSize(size: number, entries: number, ms: number): number {
  const fitting = Math.floor((batchMsMax * entries) / Math.max(ms, 0.001));
  const smoothed = Math.round((3 * size + fitting) / 4);
  return Math.min(batchMax, Math.max(16, smoothed));
}

/**
 * Group commit by natural batching: whatever has gathered while the last commit ran is the next one.
 * No timer, no artificial delay. After a fault it writes nothing more.
 */
export function startWriter(
  desk: Desk,
  counters: SharedArrayBuffer,
  onFault: (error: Error) => void,
): Writer {
  const ports = new Set<MessagePort>();
  const inbox: Waiting[] = [];
  let size = batchMax;
  let stopped = false;
  let running: Promise<void> | null = null;
  let wantsExpiry = false;

  function fail(error: Error): void {
    stopped = true;
    clearInterval(timer);
    for (const port of ports) {
      port.postMessage({ kind: "fault", message: error.message } satisfies FromWriter);
    }
    onFault(error);
  }

  async function writeGathered(): Promise<void> {
    while (!stopped && (inbox.length > 0 || wantsExpiry)) {
      if (wantsExpiry) {
        wantsExpiry = false;
        await expireHolds(desk);
      }
      const batch = inbox.splice(0, size);
      if (batch.length === 0) continue;
      const started = performance.now();
      const written = await runBatch(
        desk,
        batch.map((one) => one.submission),
      );
      sendAnswers(batch, written);
      size = nextSize(size, batch.length, performance.now() - started);
      // Lets the messages that came meanwhile join the next batch.
      await new Promise(setImmediate);
    }
  }

  function run(): void {
    if (running !== null || stopped) return;
    running = new Promise(setImmediate)
      .then(writeGathered)
      .catch((error: unknown) => fail(error instanceof Error ? error : new Error(String(error))))
      .finally(() => {
        running = null;
        if (!stopped && inbox.length > 0) run();
      });
  }

  const timer = setInterval(() => {
    wantsExpiry = true;
    run();
  }, expiryMs);

  return {
    attach(port) {
      ports.add(port);
      port.on("message", (message: Submit) => {
        inbox.push(...unpack(port, message));
        run();
      });
      port.on("close", () => ports.delete(port));
      port.postMessage({ kind: "hello", counters } satisfies FromWriter);
    },
    async drain() {
      clearInterval(timer);
      while (running !== null) await running;
      stopped = true;
      for (const port of ports) port.close();
    },
  };
}
