import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { errorOf } from "../errors.ts";
import type { FromThread, ToWriter, WriterSetup } from "../writer/messages.ts";

/** The writer's thread, seen from the loop that opened it. */
export interface WriterThread {
  /** A line of its own for one loop. */
  connect(): MessagePort;
  /** Resolves when the folder is free again. */
  stop(): Promise<void>;
}

/** Resolves when the writer holds the folder; rejects with why it does not. */
export function startWriter(
  setup: WriterSetup,
  onFault: (error: Error) => void,
): Promise<WriterThread> {
  // execArgv: the thread runs the TypeScript source with Node's own type stripping, also under vitest.
  const url = new URL("../writer/main.ts", import.meta.url);
  const worker = new Worker(url, { workerData: setup, execArgv: [] });
  const ended = new Promise<void>((resolve) => {
    worker.once("exit", () => resolve());
  });
  let stopping = false;
  const send = (message: ToWriter, ports: MessagePort[] = []) => worker.postMessage(message, ports);
  const thread: WriterThread = {
    connect() {
      const { port1, port2 } = new MessageChannel();
      send({ kind: "attach", port: port1 }, [port1]);
      return port2;
    },
    stop() {
      stopping = true;
      send({ kind: "close" });
      return ended;
    },
  };
  return new Promise((resolve, reject) => {
    worker.on("message", (message: FromThread) => {
      if (message.kind === "ready") resolve(thread);
      else if (message.kind === "refused") reject(errorOf(message));
      else onFault(errorOf(message));
    });
    worker.on("error", (error) => {
      const fault = error instanceof Error ? error : new Error(String(error));
      reject(fault);
      onFault(fault);
    });
    void ended.then(() => {
      reject(new Error("The ledger's writer ended before it was ready."));
      if (!stopping) onFault(new Error("The ledger's writer ended."));
    });
  });
}
