import { type Clock, systemClock } from "@farthing/core";
import type { Ledger, OpenLedgerOptions } from "../ledger.ts";
import { queueDeadlineMs } from "./admits.ts";
import { guardReads } from "./guardReads.ts";
import { openLink } from "./link.ts";
import { loopLedger } from "./loopLedger.ts";
import { onDisk } from "../engine/sqlite/diskError.ts";
import { makeFolder } from "../engine/sqlite/makeFolder.ts";
import { readLedger } from "../engine/sqlite/readLedger.ts";
import { startWriter, type WriterThread } from "./startWriter.ts";

/** How often another clock than the machine's is told to the writer, whose holds expire by it. */
const tellMs = 20;

interface ToldClock {
  readonly clock: Clock;
  readonly memory: SharedArrayBuffer;
  readonly cell: Float64Array;
  readonly timer: NodeJS.Timeout;
}

function tellClock(clock: Clock): ToldClock | null {
  if (clock === systemClock) return null;
  const memory = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  const cell = new Float64Array(memory);
  cell[0] = clock.now();
  const timer = setInterval(() => {
    cell[0] = clock.now();
  }, tellMs).unref();
  return { clock, memory, cell, timer };
}

/** The reading connection; the folder is free again if there is none. */
async function readBeside(
  writer: WriterThread,
  folder: string,
  clock: Clock,
): Promise<ReturnType<typeof readLedger>> {
  try {
    return onDisk(readLedger)(folder, clock);
  } catch (error) {
    await writer.stop();
    throw error;
  }
}

/**
 * Opens the ledger in `folder` and starts its writer. Rejects with `FolderInUse` naming the owner,
 * `NewerSchema`, `OlderSchema`, `LedgerDamaged`, `ClockWrong`, or with what the disk says: `DiskFull`, `DiskReadOnly`,
 * `DiskFailed`.
 *
 * @example
 * const ledger = await openLedger({ folder: "./data", onFault: (error) => stop(error) });
 * const { status } = await ledger.submitEntry({ id, time, transfers, commitment });
 */
export async function openLedger(options: OpenLedgerOptions): Promise<Ledger> {
  const { folder, clock = systemClock } = options;
  onDisk(makeFolder)(folder);
  const told = tellClock(clock);
  let fault: Error | null = null;
  let abandon = (): void => undefined;
  const onFault = (error: Error): void => {
    abandon();
    if (fault === null) options.onFault(error);
    fault ??= error;
  };
  let ready = false;
  try {
    // Before it is ready, the promise itself says what is wrong.
    const writer = await startWriter({ folder, told: told?.memory ?? null }, (error) => {
      if (ready) onFault(error);
    });
    ready = true;
    const { reader, db } = await readBeside(writer, folder, clock);
    const port = writer.connect();
    const deadline = options.queueDeadlineMs ?? queueDeadlineMs;
    // The writer says a fault on every line and to the thread's opener: whichever is heard first.
    const link = openLink({
      port,
      told,
      queueDeadlineMs: deadline,
      onFault,
    });
    abandon = link.fail;
    return loopLedger({
      link,
      reader: guardReads(reader, onFault),
      connect: () => writer.connect(),
      async close() {
        await link.close();
        // Before the writer: whoever is last leaves one file, and a reader cannot.
        db.close();
        await writer.stop();
        clearInterval(told?.timer);
      },
    });
  } catch (error) {
    clearInterval(told?.timer);
    throw error;
  }
}
