import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { assert } from "@farthing/core";
import { connectLedger } from "@farthing/ledger";
import { openViewsDatabase } from "./openViewsDatabase.ts";
import { newProjector } from "./projector.ts";

/** What the projection's thread starts with. */
export interface ProjectionWork {
  readonly storePath: string;
  readonly ledgerFolder: string;
  readonly ledgerPort: MessagePort;
}

export type ToProjection = "wake" | "stop";
/** How far the tables show the journal. */
export interface FromProjection {
  readonly seq: bigint;
}

/** Longest time until a commit that nobody announced is shown. */
const pollMs = 100;

assert(parentPort !== null, "this file is a worker thread");
const parent = parentPort;
const { storePath, ledgerFolder, ledgerPort } = workerData as ProjectionWork;
const ledger = await connectLedger({ folder: ledgerFolder, port: ledgerPort });
const database = openViewsDatabase(storePath);
const projector = newProjector(database, ledger);

let isCatchingUp = false;
let isStopped = false;

function catchUp(): void {
  if (isCatchingUp) return;
  isCatchingUp = true;
  showNext();
}

/** One batch, then whatever came in meanwhile: a long way behind, the thread still stops when it is told to. */
function showNext(): void {
  if (isStopped) return;
  isCatchingUp = projector.step() > 0;
  if (!isCatchingUp) return;
  report();
  setImmediate(showNext);
}

function report(): void {
  parent.postMessage({ seq: projector.seq() } satisfies FromProjection);
}

report();
catchUp();
const timer = setInterval(catchUp, pollMs);
parent.on("message", (message: ToProjection) => {
  if (message === "wake") return catchUp();
  isStopped = true;
  clearInterval(timer);
  database.close();
  parent.close();
  return void ledger.close();
});
