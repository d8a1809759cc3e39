import { statSync } from "node:fs";
import { LedgerDamaged } from "../../errors.ts";
import { decodeEntry } from "../../journal/decodeEntry.ts";
import { u128 } from "../../journal/u128.ts";
import { type BatchKeys, entriesOfUnknownHolds } from "../../rules/keysOf.ts";
import { emptyState, factsOf, type State } from "../../rules/state.ts";
import type { Engine } from "../engine.ts";
import { commitBatch } from "./commitBatch.ts";
import { onDisk } from "./diskError.ts";
import type { Driver } from "./driver.ts";
import { findRecords, type RecordFinder } from "./findRecords.ts";
import { type FolderLock, lockFolder } from "./lockFolder.ts";
import { ledgerFile, openForWriting } from "./openFile.ts";
import { recoverHead } from "./recoverHead.ts";
import { type JournalReader, readJournal } from "./readJournal.ts";
import { migrate } from "./schema.ts";

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

function fillAnswers(state: State, ids: Iterable<bigint>, journal: JournalReader): void {
  for (const id of ids) {
    const record = state.entries.has(id) ? null : journal.byId(id);
    if (record === null) continue;
    const { verdict, bytes } = record;
    const entry = decodeEntry(bytes);
    const facts = factsOf({ entry, bytes });
    state.entries.set(id, { status: verdict.status, at: verdict.at, facts, entry });
  }
}

/** Every record is on disk, so the cache may forget at any time between batches. */
function forget(state: State): void {
  // Ids, claims and holds are seen once or twice: only what is hot stays.
  state.entries.clear();
  state.claims.clear();
  state.holds.clear();
  for (const cache of [state.accounts, state.limits, state.counters]) {
    if (cache.size > cachedMax) cache.clear();
  }
}

function load(state: State, keys: BatchKeys, find: RecordFinder, journal: JournalReader): State {
  forget(state);
  fillAnswers(state, keys.entries, journal);
  fill(state.holds, keys.holds, find.hold);
  fillAnswers(state, entriesOfUnknownHolds(keys.holds, state.holds), journal);
  const accounts = new Set(keys.accounts);
  for (const hold of state.holds.values()) accounts.add(hold.debit).add(hold.credit);
  fill(state.accounts, accounts, find.account);
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
  migrate(db);
  const state = emptyState();
  const find = findRecords(db);
  const journal = readJournal(db);
  return {
    recover: onDisk(recoverHead(db)),
    load: onDisk((keys) => load(state, keys, find, journal)),
    commit: onDisk(commitBatch(db)),
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
