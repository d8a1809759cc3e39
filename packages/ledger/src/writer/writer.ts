import type { MessagePort } from "node:worker_threads";
import { errorWords } from "../errors.ts";
import { type Answer, packAnswers } from "./answerBytes.ts";
import { expireHolds } from "./expireHolds.ts";
import { fairShare } from "./fairShare.ts";
import { unpack, type Waiting } from "./inbox.ts";
import type { FromWriter, Submit } from "./messages.ts";
import { type Desk, runBatch, type Written } from "./runBatch.ts";

/** Most entries in one commit, and the time one commit should not exceed. */
const batchMax = 1_000;
const batchMsMax = 20;

/** How often the engine's clock looks for holds whose time is over. */
const expiryMs = 100;

function sendAnswers(batch: readonly Waiting[], written: readonly Written[]): void {
  const byPort = new Map<MessagePort, Answer[]>();
  for (const [at, { port, number }] of batch.entries()) {
    const one = written[at];
    if (one === undefined) continue;
    const answers = byPort.get(port) ?? [];
    byPort.set(port, answers);
    answers.push({ ...one, number });
  }
  for (const [port, answers] of byPort) {
    const bytes = packAnswers(answers);
    port.postMessage({ kind: "answers", bytes } satisfies FromWriter, [bytes.buffer]);
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
export class Writer {
  readonly #desk: Desk;
  readonly #counters: SharedArrayBuffer;
  readonly #onFault: (error: Error) => void;
  readonly #ports = new Set<MessagePort>();
  readonly #timer: NodeJS.Timeout;
  #inbox: Waiting[] = [];
  #size = batchMax;
  #expiryDue = false;
  #stopped = false;
  /** What every line is told once nothing is written any more. */
  #fault: FromWriter | null = null;
  #running: Promise<void> | null = null;

  constructor(desk: Desk, counters: SharedArrayBuffer, onFault: (error: Error) => void) {
    this.#desk = desk;
    this.#counters = counters;
    this.#onFault = onFault;
    this.#timer = setInterval(() => {
      this.#expiryDue = true;
      this.#run();
    }, expiryMs);
  }

  /** Serves one more loop. */
  attach(port: MessagePort): void {
    if (this.#fault !== null) {
      port.postMessage(this.#fault);
      return;
    }
    this.#ports.add(port);
    port.on("message", (message: Submit) => {
      this.#inbox.push(...unpack(port, message));
      this.#run();
    });
    port.on("close", () => this.#ports.delete(port));
    port.postMessage({ kind: "hello", counters: this.#counters } satisfies FromWriter);
  }

  /** Writes what has gathered, then stops. */
  async drain(): Promise<void> {
    clearInterval(this.#timer);
    while (this.#running !== null) await this.#running;
    this.#stopped = true;
    for (const port of this.#ports) port.close();
  }

  #run(): void {
    if (this.#running !== null || this.#stopped) return;
    this.#running = this.#writeGathered()
      .catch((error: unknown) => {
        this.#fail(error instanceof Error ? error : new Error(String(error)));
      })
      .finally(() => {
        this.#running = null;
      });
  }

  async #writeGathered(): Promise<void> {
    do {
      // Lets all messages that came meanwhile join the batch.
      await new Promise(setImmediate);
      if (this.#expiryDue) {
        this.#expiryDue = false;
        await expireHolds(this.#desk);
      }
      if (this.#inbox.length > 0) await this.#writeBatch();
    } while (this.#inbox.length > 0);
  }

  async #writeBatch(): Promise<void> {
    const { taken: batch, left } = fairShare(this.#inbox, this.#size);
    this.#inbox = left;
    const started = performance.now();
    const submissions = batch.map((one) => one.submission);
    sendAnswers(batch, await runBatch(this.#desk, submissions));
    this.#size = nextSize(this.#size, batch.length, performance.now() - started);
  }

  #fail(error: Error): void {
    this.#stopped = true;
    this.#inbox = [];
    clearInterval(this.#timer);
    this.#fault = { kind: "fault", ...errorWords(error) };
    for (const port of this.#ports) port.postMessage(this.#fault);
    this.#onFault(error);
  }
}
