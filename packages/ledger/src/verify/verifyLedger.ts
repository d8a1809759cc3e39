import { bytesEqual } from "@farthing/core";
import { emptyRange, emptyRoot } from "@farthing/log";
import { diskError, onDisk } from "../engine/sqlite/diskError.ts";
import type { Driver } from "../engine/sqlite/driver.ts";
import { readTree } from "../engine/sqlite/readTree.ts";
import { openForReading } from "../engine/sqlite/openFile.ts";
import { readHead } from "../engine/sqlite/readHead.ts";
import { readJournal } from "../engine/sqlite/readJournal.ts";
import { sha256 } from "../hash.ts";
import type { JournalHead } from "../journal/sealBatch.ts";
import type { Execute } from "../rules/execute.ts";
import { compareState } from "./compareState.ts";
import { Faults } from "./faults.ts";
import { type ReplayedEntry, replayJournal } from "./replayJournal.ts";
import { type PublishedHead, watchPublished } from "./watchPublished.ts";

/** How to audit. */
interface AuditOptions {
  /** Called after each batch with the entries replayed so far and the number there are. */
  readonly onProgress?: (done: bigint, all: bigint) => void;
  /** The rules of each version. Default: all that this Farthing knows; others are for tests. */
  readonly rules?: ReadonlyMap<bigint, Execute>;
  /** Heads that were signed and published: the journal must have passed through each of them. */
  readonly published?: readonly PublishedHead[];
  /** Called with each entry, refused ones included: for whoever keeps tables made from the journal. */
  readonly onEntry?: (entry: ReplayedEntry) => void;
}

/** For `verifyLedger`. */
export interface VerifyLedgerOptions extends AuditOptions {
  readonly folder: string;
}

/** What an audit found. */
export interface LedgerAudit {
  readonly ok: boolean;
  /** Entries replayed. */
  readonly entries: bigint;
  /** One sentence per difference, at most 100. */
  readonly faults: string[];
  /** The log's root as the journal gives it. */
  readonly root: Uint8Array;
}

function compareHead(db: Driver, stored: JournalHead, replayed: JournalHead, faults: Faults): void {
  faults.compare("Last entry", stored.seq, replayed.seq);
  faults.compare("Last timestamp", stored.timestamp, replayed.timestamp);
  faults.compare("Log size", stored.range.size, replayed.range.size);
  faults.compare("Log root", stored.root, replayed.root);
  faults.compare("Log range", stored.range.hashes, replayed.range.hashes);
  try {
    // Through the stored subtrees: what proofs are made of must lead to the same root.
    const fromNodes = readTree(db).rootAt(replayed.range.size);
    if (!bytesEqual(fromNodes, replayed.root)) {
      faults.add("The stored subtrees of the log do not lead to its root.");
    }
  } catch (error) {
    faults.add(`The stored subtrees of the log are not whole: ${String(error)}.`);
  }
  const ids = db.prepare<{ n: bigint }>("SELECT count(*) AS n FROM entry_ids").get();
  faults.compare("Number of ids", ids?.n, replayed.seq);
}

/** What SQLite itself finds: an index that no longer leads to its rows is in no table that was compared. */
function checkFile(db: Driver, faults: Faults): void {
  for (const row of db.prepare<object>("PRAGMA integrity_check(20)").iterate()) {
    for (const found of Object.values(row)) if (found !== "ok") faults.add(`The file: ${found}.`);
  }
}

/** `verifyLedger` on an open database. */
export async function auditDatabase(db: Driver, options: AuditOptions = {}): Promise<LedgerAudit> {
  const stored = readHead(db)();
  const start = { seq: 0n, timestamp: 0n, range: emptyRange, root: emptyRoot(sha256) };
  const faults = new Faults();
  const { rules, onEntry } = options;
  const journal = readJournal(db);
  const passed = watchPublished(options.published ?? [], faults);
  passed.at(start);
  const replayed = await replayJournal(
    {
      journal,
      faults,
      ...(rules === undefined ? {} : { rules }),
      ...(onEntry === undefined ? {} : { onEntry }),
    },
    start,
    (head) => {
      passed.at(head);
      options.onProgress?.(head.seq, stored.seq);
    },
  );
  passed.end(replayed.head);
  faults.attempt("The log cannot be read", () => compareHead(db, stored, replayed.head, faults));
  faults.attempt("The state cannot be read", () => compareState(db, replayed.state, faults));
  faults.attempt("The file cannot be checked", () => checkFile(db, faults));
  const { sentences } = faults;
  const { seq, root } = replayed.head;
  return { ok: sentences.length === 0, entries: seq, faults: sentences, root };
}

/**
 * Replays the journal in `folder` through the rules from nothing, with the rules version of each
 * batch, and compares every answer, balance, hold, limit, claim, counter, leaf and root with what is
 * stored. Reads one snapshot, so it may run beside a serving ledger. Rejects with `LedgerDamaged` when the
 * file cannot even be read as one.
 */
export async function verifyLedger(options: VerifyLedgerOptions): Promise<LedgerAudit> {
  const db = onDisk(openForReading)(options.folder);
  try {
    db.exec("BEGIN");
    return await auditDatabase(db, options);
  } catch (error) {
    throw diskError(error);
  } finally {
    db.close();
  }
}
