import { Worker } from "node:worker_threads";
import { second } from "@farthing/core";
import type { Ledger } from "@farthing/ledger";
import type { Logger } from "pino";
import { newLag } from "./lag.ts";
import type { FromProjection, ProjectionWork, ToProjection } from "./worker.ts";

/** How long a request may wait for the tables to show what is already committed. */
export const projectionWaitMs = 2 * second;

/** The store's view of the journal, kept by a thread of its own so that no request pays for it. */
export interface Projection {
  /** The last journal entry that the tables show. */
  seq(): bigint;
  /** Entries committed and not shown yet. */
  behind(): number;
  /** Milliseconds since the tables last showed everything; 0 while they do. */
  lagMs(): number;
  /** The same as far as it was seen when somebody last called `wake`. Reads memory, for use with every click. */
  knownLagMs(): number;
  /** Something was committed: look now. Cheap; many calls are one message. */
  wake(): void;
  /** Whether the tables show entry `seq`, waiting for it up to `timeoutMs`. */
  reached(seq: bigint, timeoutMs: number): Promise<boolean>;
  stop(): Promise<void>;
}

export interface ProjectionOptions {
  readonly storePath: string;
  readonly ledgerFolder: string;
  readonly ledger: Ledger;
  readonly logger: Logger;
}

const restartMs = second;
const wakeEveryMs = 100;

/** Starts the projection's thread; one that dies is started again a second later, where the cursor stands. */
export function startProjection(options: ProjectionOptions): Projection {
  const { ledger } = options;
  const waits = new Set<() => void>();
  let shown = 0n;
  const lag = newLag();
  let wakeTimer: NodeJS.Timeout | null = null;
  const thread = keepRunning(options, ({ seq }) => {
    shown = seq;
    lag.shown(seq);
    for (const look of waits) look();
  });
  const look = () => lag.committed(ledger.head().seq);
  const wakeNow = () => {
    wakeTimer = null;
    thread.send("wake");
    try {
      look();
    } catch (error) {
      options.logger.error({ err: error }, "the ledger does not read");
    }
  };
  return {
    seq: () => shown,
    behind: () => Math.max(0, Number(ledger.head().seq - shown)),
    lagMs() {
      look();
      return lag.ms();
    },
    knownLagMs: () => lag.ms(),
    wake: () => void (wakeTimer ??= setTimeout(wakeNow, wakeEveryMs)),
    reached(seq, timeoutMs) {
      if (shown >= seq) return Promise.resolve(true);
      thread.send("wake");
      return waitUntil(waits, () => shown >= seq, timeoutMs);
    },
    async stop() {
      if (wakeTimer !== null) clearTimeout(wakeTimer);
      await thread.stop();
    },
  };
}

function waitUntil(
  waits: Set<() => void>,
  holds: () => boolean,
  timeoutMs: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (reached: boolean) => {
      clearTimeout(timer);
      waits.delete(look);
      resolve(reached);
    };
    const look = () => {
      if (holds()) end(true);
    };
    const timer = setTimeout(() => end(false), timeoutMs);
    waits.add(look);
  });
}

interface Thread {
  send(message: ToProjection): void;
  stop(): Promise<void>;
}

function keepRunning(
  options: ProjectionOptions,
  onReport: (report: FromProjection) => void,
): Thread {
  let stopping = false;
  let restart: NodeJS.Timeout | undefined;
  let worker = start();
  function start(): Worker {
    const made = newWorker(options);
    made.on("message", onReport);
    made.on("error", (error) => options.logger.error({ err: error }, "projection"));
    made.on("exit", () => {
      if (!stopping) restart = setTimeout(() => (worker = start()), restartMs);
    });
    made.unref();
    return made;
  }
  return {
    send: (message) => worker.postMessage(message),
    stop() {
      stopping = true;
      clearTimeout(restart);
      return new Promise((resolve) => {
        // An exited thread has id -1 and will not exit again.
        if (worker.threadId === -1) return resolve();
        worker.once("exit", () => resolve());
        return worker.postMessage("stop" satisfies ToProjection);
      });
    },
  };
}

function newWorker({ storePath, ledgerFolder, ledger }: ProjectionOptions): Worker {
  const ledgerPort = ledger.connect();
  const workerData: ProjectionWork = { storePath, ledgerFolder, ledgerPort };
  return new Worker(new URL("./worker.ts", import.meta.url), {
    workerData,
    transferList: [ledgerPort],
  });
}
