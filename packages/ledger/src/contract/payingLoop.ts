import { hrtime } from "node:process";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { systemClock, uintBytes } from "@farthing/core";
import { connectLedger } from "../client/connectLedger.ts";
import { deriveEntryId } from "../entryId.ts";
import type { EntryStatus } from "../status.ts";
import { named } from "./shop.ts";

/** One payment to make: what it takes from which limits, and a number of its own. */
export interface Wanted {
  readonly number: number;
  readonly amount: bigint;
  readonly limits: readonly bigint[];
}

/** What came of it, and when it was asked on the clock that all threads share, in nanoseconds. */
export interface Came extends Wanted {
  readonly asked: bigint;
  readonly status: EntryStatus;
}

// A loop of its own, as an HTTP worker is: pays each list that it is sent, all at once, and says what came of it.
const { folder, port } = workerData as { folder: string; port: MessagePort };
const ledger = await connectLedger({ folder, port });
parentPort?.postMessage("connected");
parentPort?.on("message", (list: readonly Wanted[] | null) => {
  if (list === null) void ledger.close().then(() => parentPort?.close());
  else void Promise.all(list.map(pay)).then((came) => parentPort?.postMessage(came));
});

async function pay(wanted: Wanted): Promise<Came> {
  const { number, amount, limits } = wanted;
  const time = systemClock.now();
  const key = uintBytes(BigInt(number), 8);
  const asked = hrtime.bigint();
  const { status } = await ledger.submitEntry({
    id: deriveEntryId({ time, payer: named("loops"), key, leg: 0 }),
    time,
    transfers: [
      { debit: named("ann"), credit: named("merchant"), amount, asset: "PLAY/6", code: 2 },
    ],
    uses: limits.map((one) => ({ key: one, amount })),
    commitment: new Uint8Array(32),
  });
  return { ...wanted, asked, status };
}
