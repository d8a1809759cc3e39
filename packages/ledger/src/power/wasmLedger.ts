import { MessageChannel } from "node:worker_threads";
import type { Clock } from "@farthing/core";
import { queueDeadlineMs } from "../client/admits.ts";
import { openLink } from "../client/link.ts";
import { submitEntry } from "../client/submitEntry.ts";
import { onDisk } from "../engine/sqlite/diskError.ts";
import type { Driver } from "../engine/sqlite/driver.ts";
import { readJournal, storedOf } from "../engine/sqlite/readJournal.ts";
import { writerPragmas } from "../engine/sqlite/schema.ts";
import { engineOn } from "../engine/sqlite/sqliteEngine.ts";
import type { Entry } from "../entry.ts";
import type { EntryResult, StoredEntry } from "../result.ts";
import { sharedCounters } from "../writer/counters.ts";
import type { Desk } from "../writer/runBatch.ts";
import { Writer } from "../writer/writer.ts";
import type { SimulatedSqlite } from "./simulatedVfs.ts";
import { openWasmDriver } from "./wasmDriver.ts";

/** The whole way of an entry, from a loop's line to a simulated disk, in one thread. */
export interface WasmLedger {
  submit(entry: Entry): Promise<EntryResult>;
  lookup(id: bigint): StoredEntry | null;
  /** What the writer said when it stopped. */
  readonly faults: readonly Error[];
  readonly db: Driver;
  close(): Promise<void>;
}

export const wasmLedgerFile = "ledger.db";

/** How the simulated writer uses its file: as the real one, but alone, because the wasm has no shared memory. */
export function useAsWriter(db: Driver): void {
  db.exec(`PRAGMA locking_mode = EXCLUSIVE; ${writerPragmas}`);
}

/** Opens the ledger of the mounted disk. Rejects with what `openLedger` would reject with. */
export async function openWasmLedger(
  simulated: SimulatedSqlite,
  clock: Clock,
): Promise<WasmLedger> {
  const db = onDisk(openWasmDriver)(simulated, wasmLedgerFile);
  onDisk(useAsWriter)(db);
  const engine = onDisk(engineOn)(db);
  const memory = sharedCounters();
  const head = await engine.recover();
  const desk: Desk = { engine, clock, counters: new Float64Array(memory), head, told: 0n };
  const faults: Error[] = [];
  const writer = new Writer(desk, memory, (error) => faults.push(error));
  const { port1, port2 } = new MessageChannel();
  writer.attach(port1);
  const link = openLink({ port: port2, told: null, queueDeadlineMs, onFault: () => undefined });
  const journal = readJournal(db);
  const lookup = (id: bigint): StoredEntry | null => {
    const record = journal.byId(id);
    return record === null ? null : storedOf(record);
  };
  return {
    submit: (entry) => submitEntry(link, lookup, entry),
    lookup,
    faults,
    db,
    async close() {
      await link.close();
      await writer.drain();
      await engine.close();
    },
  };
}
