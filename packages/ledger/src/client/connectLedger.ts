import { once } from "node:events";
import { systemClock } from "@farthing/core";
import type { ConnectLedgerOptions, Ledger } from "../ledger.ts";
import { queueDeadlineMs } from "./admits.ts";
import { guardReads } from "./guardReads.ts";
import { openLink } from "./link.ts";
import { loopLedger } from "./loopLedger.ts";
import { onDisk } from "../engine/sqlite/diskError.ts";
import { readLedger } from "../engine/sqlite/readLedger.ts";

/**
 * The ledger for another HTTP loop (a worker thread): the same writer over `port`, its own reading
 * connection. The engine's clock is the opener's. Only the opener's `connect()` hands out lines.
 */
export async function connectLedger(options: ConnectLedgerOptions): Promise<Ledger> {
  const { folder, port } = options;
  let faulted = false;
  const onFault = (error: Error): void => {
    link.fail();
    if (!faulted) options.onFault?.(error);
    faulted = true;
  };
  const { reader, db } = onDisk(readLedger)(folder, options.clock ?? systemClock);
  const link = openLink({
    port,
    told: null,
    queueDeadlineMs: options.queueDeadlineMs ?? queueDeadlineMs,
    onFault,
  });
  const hungUp = once(port, "close").then(() => {
    throw new Error("The ledger that gave this line is closed.");
  });
  await Promise.race([once(port, "message"), hungUp]);
  // From here on a closed line is told by what is submitted over it.
  hungUp.catch(() => undefined);
  return loopLedger({
    link,
    reader: guardReads(reader, onFault),
    connect() {
      throw new Error("Ask the loop that opened the ledger for a line.");
    },
    async close() {
      await link.close();
      db.close();
    },
  });
}
