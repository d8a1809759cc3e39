import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { assert } from "@farthing/core";
import { connectLedger } from "@farthing/ledger";
import { openDatabase } from "../store/openDatabase.ts";
import { newPaymentProjector } from "./payments.ts";

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
const database = openDatabase(storePath, "normal");
const projector = newPaymentProjector(database, ledger);

function catchUp(): void {
  while (projector.step() > 0) report();
}

function report(): void {
  parent.postMessage({ seq: projector.seq() } satisfies FromProjection);
}

report();
catchUp();
const timer = setInterval(catchUp, pollMs);
parent.on("message", (message: ToProjection) => {
  if (message === "wake") return catchUp();
  clearInterval(timer);
  database.close();
  parent.close();
  return void ledger.close();
});
