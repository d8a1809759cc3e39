import { once } from "node:events";
import { systemClock } from "@farthing/core";
import type { ConnectLedgerOptions, Ledger } from "../ledger.ts";
import { queueDeadlineMs } from "./admits.ts";
import { openLink } from "./link.ts";
import { loopLedger } from "./loopLedger.ts";
import { readLedger } from "../engine/sqlite/readLedger.ts";

/**
 * The ledger for another HTTP loop (a worker thread): the same writer over `port`, its own reading
 * connection. The engine's clock is the opener's. Only the opener's `connect()` hands out lines.
 */
export async function connectLedger(options: ConnectLedgerOptions): Promise<Ledger> {
  const { folder, port } = options;
  const { reader, db } = readLedger(folder, options.clock ?? systemClock);
  const link = openLink({
    port,
    told: null,
    queueDeadlineMs: options.queueDeadlineMs ?? queueDeadlineMs,
    onFault: (message) => options.onFault?.(new Error(message)),
  });
  const hungUp = once(port, "close").then(() => {
    throw new Error("The ledger that gave this line is closed.");
  });
  await Promise.race([once(port, "message"), hungUp]);
  // From here on a closed line is told by what is submitted over it.
  hungUp.catch(() => undefined);
  return loopLedger({
    link,
    reader,
    connect() {
      throw new Error("Ask the loop that opened the ledger for a line.");
    },
    async close() {
      await link.close();
      db.close();
    },
  });
}
