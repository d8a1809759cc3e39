import { existsSync } from "node:fs";
import { join } from "node:path";
import { type AuditRange, type Exported, exportJournal } from "@farthing/ledger";
import { parseCheckpoint, parseNote } from "@farthing/log";
import { entrySalts } from "@farthing/server";
import { openSnapshot, type Snapshot } from "./sqlite/openSnapshot.ts";

/** What to export, and where it goes. */
export interface ExportWish {
  readonly data: string;
  readonly range: AuditRange;
  /** Opens the keys in the store; `null`: the export opens nothing, and says only what the ledger needs. */
  readonly fieldKey: Uint8Array | null;
  readonly write: (line: string) => Promise<void>;
  readonly onProgress: (step: string, done: number, all: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Exports a range of the journal in `data` with the signed heads that the store has of it, beside a running server. The
 * store is read first: its heads are of a ledger that may only be longer by then.
 */
export async function exportLedger(wish: ExportWish): Promise<Exported> {
  const { data, range, fieldKey, write, onProgress, signal } = wish;
  const path = join(data, "store.db");
  const store = existsSync(path) ? openSnapshot(path) : null;
  try {
    return await exportJournal({
      folder: data,
      ...range,
      log: store === null ? null : logOf(store),
      checkpoints: store === null ? [] : checkpointsIn(store),
      ...(fieldKey === null || store === null
        ? {}
        : { saltsOf: entrySalts(store.driver, fieldKey) }),
      write,
      onProgress: (step, done, all) => onProgress(step, Number(done), Number(all)),
      signal,
    });
  } finally {
    store?.close();
  }
}

/** The name of the log, as the newest of its heads gives it. A server that changed its address has older ones. */
function logOf({ driver }: Snapshot): string | null {
  const newest = driver
    .prepare<{ note: string }>("select note from checkpoints order by size desc limit 1")
    .get();
  return originIn(newest?.note ?? "");
}

function originIn(note: string): string | null {
  return parseCheckpoint(parseNote(note)?.body ?? "")?.origin ?? null;
}

/** Heads of another name than the newest are of another log to whoever believes names, and stay out. */
function* checkpointsIn(store: Snapshot): Generator<{ size: number; note: string }> {
  const log = logOf(store);
  const rows = store.driver.prepare<{ size: bigint; note: string }>(
    "select size, note from checkpoints order by size",
  );
  for (const { size, note } of rows.iterate()) {
    if (originIn(note) === log) yield { size: Number(size), note };
  }
}
