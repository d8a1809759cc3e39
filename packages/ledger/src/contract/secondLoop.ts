import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { systemClock } from "@farthing/core";
import { connectLedger } from "../client/connectLedger.ts";
import { openShop, pay } from "./shop.ts";

/** Another loop, as an HTTP worker would be: pays over the line it was given and says what it got. */
const { folder, port, payer, payments } = workerData as {
  folder: string;
  port: MessagePort;
  payer: string;
  payments: number;
};
const ledger = await connectLedger({ folder, port });
await ledger.submitEntry(openShop(payer, systemClock.now()));
const numbers = Array.from({ length: payments }, (_, number) => number);
const results = await Promise.all(
  numbers.map((number) => ledger.submitEntry(pay(payer, number, systemClock.now()))),
);
const stored = results.filter(({ entry }) => entry && ledger.lookupEntry(entry.id) !== null);
const { commits } = ledger.stats();
await ledger.close();
parentPort?.postMessage({ created: stored.length, commits });
