import { statSync } from "node:fs";
import { LedgerDamaged } from "../../errors.ts";
import { decodeEntry } from "../../journal/decodeEntry.ts";
import { u128 } from "../../journal/u128.ts";
import { type BatchKeys, entriesOfUnknownHolds } from "../../rules/keysOf.ts";
import { emptyState, type State } from "../../rules/state.ts";
import type { Engine } from "../engine.ts";
import { commitBatch } from "./commitBatch.ts";
import { onDisk } from "./diskError.ts";
import type { Driver } from "./driver.ts";
import { findRecords, type RecordFinder } from "./findRecords.ts";
import { type FreshIds, freshIds } from "./freshIds.ts";
import { type FolderLock, lockFolder } from "./lockFolder.ts";
import { ledgerFile, openForWriting } from "./openFile.ts";
import { recoverHead } from "./recoverHead.ts";
import { type JournalReader, readJournal } from "./readJournal.ts";
import { knownSchema, migrate } from "./schema.ts";

/** Most records of one kind that the writer keeps in memory between batches. */
const cachedMax = 200_000;

function fill<Row>(
  cache: Map<bigint, Row>,
  keys: Iterable<bigint>,
  find: (key: bigint) => Row | null,
): void {
  for (const key of keys) {
    if (cache.has(key)) continue;
    const row = find(key);
    if (row !== null) cache.set(key, row);
  }
}

/** What an engine reads with. */
interface Reads {
  readonly find: RecordFinder;
  readonly journal: JournalReader;
  readonly ids: FreshIds;
}

function fillAnswers(state: State, wanted: Iterable<bigint>, { journal, ids }: Reads): void {
  for (const id of wanted) {
    const record = ids.isFresh(id) || state.entries.has(id) ? null : journal.byId(id);
    if (record === null) continue;
    const { verdict, bytes } = record;
    const { status, at } = verdict;
    state.entries.set(id, { status, at, submission: { entry: decodeEntry(bytes), bytes } });
  }
}

/** Every record is on disk, so the cache may forget at any time between batches. */
function hotOf({ accounts, limits, counters }: State): State {
  const hot = <Row>(cache: Map<bigint, Row>) =>
    cache.size > cachedMax ? new Map<bigint, Row>() : cache;
  // Ids, claims and holds are seen once or twice: only what is hot stays. A map that is cleared leads on to what is put
  // into it afterwards: once V8 had one of its tables among what is old, it kept the entries of every batch after it there.
  return { ...emptyState(), accounts: hot(accounts), limits: hot(limits), counters: hot(counters) };
}

function load(before: State, keys: BatchKeys, reads: Reads): State {
  const { find } = reads;
  const state = hotOf(before);
  fillAnswers(state, keys.entries, reads);
  fill(state.holds, keys.holds, find.hold);
  fillAnswers(state, entriesOfUnknownHolds(keys.holds, state.holds), reads);
  fill(state.accounts, keys.accounts, find.account);
  for (const { debit, credit } of state.holds.values()) {
    fill(state.accounts, [debit, credit], find.account);
  }
  fill(state.limits, keys.limits, find.limit);
  fill(state.claims, keys.claims, find.claim);
  fill(state.counters, keys.counters, find.counter);
  return state;
}

function dueHolds(db: Driver): (now: bigint, max: number) => bigint[] {
  const due = db.prepare<{ id: Uint8Array }>(
    `SELECT id FROM holds WHERE status = 'pending' AND expires_at IS NOT NULL
      AND expires_at <= ? ORDER BY expires_at, row LIMIT ?`,
  );
  return (now, max) => due.all(now, max).map(({ id }) => u128(id));
}

/** The engine on an open database, which it creates or upgrades. `close` is called after the database's own. */
export function engineOn(db: Driver, close: () => void = () => undefined): Engine {
  knownSchema(db);
  migrate(db);
  let state = emptyState();
  const recover = recoverHead(db);
  const ids = freshIds(db, recover().timestamp);
  const reads: Reads = { find: findRecords(db), journal: readJournal(db), ids };
  const commit = commitBatch(db);
  // One reading of the file for all look-ups of a batch: each on its own takes and drops locks.
  const [begin, end] = [db.prepare("BEGIN"), db.prepare("COMMIT")];
  return {
    recover: onDisk(recover),
    load: onDisk((keys) => {
      begin.run();
      state = load(state, keys, reads);
      end.run();
      return state;
    }),
    commit: onDisk((batch) => {
      commit(batch);
      const { recorded } = batch.effects;
      ids.add(
        recorded.map(({ submission }) => submission.entry.id),
        batch.timestamp,
      );
    }),
    dueHolds: onDisk(dueHolds(db)),
    close() {
      db.close();
      close();
    },
  };
}

/** An empty file is a new ledger to SQLite: one that lost its content must not become that. */
function assertThere(folder: string, { wasMade }: FolderLock): void {
  const file = ledgerFile(folder);
  if (!wasMade || (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0) return;
  throw new LedgerDamaged(
    `${file} is missing or empty, though there was a ledger in this folder. Put it back with all files beside it, or restore the last backup. To begin a new ledger, move the whole folder away.`,
  );
}

/** Opens the folder as its only writer, creating or upgrading what is there. */
export const sqliteEngine = onDisk((folder: string): Engine => {
  const lock = lockFolder(folder);
  let db: Driver | undefined;
  try {
    assertThere(folder, lock);
    db = openForWriting(folder);
    const engine = engineOn(db, () => lock.letGo());
    lock.noteMade();
    return engine;
  } catch (error) {
    db?.close();
    lock.letGo();
    throw error;
  }
});
