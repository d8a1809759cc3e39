import type { MessagePort } from "node:worker_threads";
import type { Ledger } from "../ledger.ts";
import { readCounters } from "../writer/counters.ts";
import type { Link } from "./link.ts";
import type { LedgerReader } from "../engine/sqlite/readLedger.ts";
import { submitEntry } from "./submitEntry.ts";

/** A ledger as one loop has it: its line to the writer and its own reading connection. */
export function loopLedger(parts: {
  readonly link: Link;
  readonly reader: LedgerReader;
  readonly connect: () => MessagePort;
  readonly close: () => Promise<void>;
}): Ledger {
  const { link, reader, connect } = parts;
  let closing: Promise<void> | null = null;
  return {
    ...reader,
    submitEntry: (entry) => submitEntry(link, reader.lookupEntry, entry),
    connect,
    stats: () => ({ ...readCounters(link.counters()), waiting: link.waiting() }),
    close() {
      closing ??= parts.close();
      return closing;
    },
  };
}
