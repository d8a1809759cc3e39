import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emptyRange, emptyRoot } from "@farthing/log";
import type { Engine } from "../engine/engine.ts";
import type { Driver } from "../engine/sqlite/driver.ts";
import { onDisk } from "../engine/sqlite/diskError.ts";
import { openForReplay } from "../engine/sqlite/openFile.ts";
import { readJournal } from "../engine/sqlite/readJournal.ts";
import { saveBooks } from "../engine/sqlite/saveBooks.ts";
import { migrate } from "../engine/sqlite/schema.ts";
import { engineOn } from "../engine/sqlite/sqliteEngine.ts";
import { sha256 } from "../hash.ts";
import { encodeBody } from "../journal/batchBody.ts";
import { decodeEntry } from "../journal/decodeEntry.ts";
import type { JournalHead } from "../journal/sealBatch.ts";
import { u128, u128Bytes } from "../journal/u128.ts";
import type { LeafEntry } from "./exportJournal.ts";
import { NotAnExport } from "./fields.ts";
import { type Books, emptyState, finish, openBooks } from "../rules/state.ts";

/** Where every journal begins. */
export const firstHead: JournalHead = {
  seq: 0n,
  timestamp: 0n,
  range: emptyRange,
  root: emptyRoot(sha256),
};

/**
 * A ledger of its own that a replay builds, in a temporary file, so that a journal of any length fits into little memory.
 * Nothing of the ledger that is replayed is in it but what was read from its journal.
 */
export interface ScratchLedger {
  readonly db: Driver;
  /** Takes in records that were there before the first entry; only before `begin`. Throws `NotAnExport` for one that is there. */
  readonly seed: (fill: (books: Books) => void) => void;
  /** Goes on from `head`. */
  readonly begin: (head: JournalHead) => Promise<Engine>;
  readonly holderOf: (claim: bigint) => LeafEntry | "before" | null;
  close(): void;
}

export const openScratch = onDisk((): ScratchLedger => {
  const folder = mkdtempSync(join(tmpdir(), "farthing-replay-"));
  const leave = () => rmSync(folder, { recursive: true, force: true });
  try {
    const db = openForReplay(folder);
    migrate(db);
    const save = saveBooks(db);
    let isSeeding = false;
    return {
      db,
      seed(fill) {
        const books = openBooks(emptyState());
        fill(books);
        finish(books, true);
        if (!isSeeding) db.exec("BEGIN");
        isSeeding = true;
        once(() => save(books));
      },
      begin(head) {
        if (isSeeding) db.exec("COMMIT");
        return begin(db, head);
      },
      holderOf: newHolderOf(db),
      close() {
        db.close();
        leave();
      },
    };
  } catch (error) {
    leave();
    throw error;
  }
});

function once(save: () => void): void {
  try {
    save();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!code.startsWith("SQLITE_CONSTRAINT")) throw error;
    throw new NotAnExport("what it says was said before");
  }
}

/** Who holds a claim now: an entry that was replayed, or one that only the opening state knows. */
function newHolderOf(db: Driver): ScratchLedger["holderOf"] {
  const find = db.prepare<{ holder: Uint8Array }>("SELECT holder FROM claims WHERE key = ?");
  const journal = readJournal(db);
  return (claim) => {
    const found = find.get(u128Bytes(claim));
    if (found === undefined) return null;
    const record = journal.byId(u128(found.holder));
    return record === null ? "before" : decodeEntry(record.bytes);
  };
}

async function begin(db: Driver, head: JournalHead): Promise<Engine> {
  const engine = engineOn(db);
  if (head.seq === 0n) return engine;
  // What came before is one batch without entries: the engine goes on from its end.
  const books = openBooks(emptyState());
  await engine.commit({
    firstSeq: 1n,
    timestamp: head.timestamp,
    rules: 0,
    firstLeaf: 0,
    leaves: new Uint8Array(0),
    nodes: [],
    body: encodeBody([]),
    records: [],
    head,
    effects: { recorded: [], books },
  });
  return engine;
}
