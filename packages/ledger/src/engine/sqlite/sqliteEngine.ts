import type { Database } from "better-sqlite3";
import type { TransferRef } from "../../entry.ts";
import { decodeEntry } from "../../journal/decodeEntry.ts";
import { u128 } from "../../journal/u128.ts";
import type { BatchKeys } from "../../rules/keysOf.ts";
import { emptyState, factsOf, type State } from "../../rules/state.ts";
import type { Engine } from "../engine.ts";
import { commitBatch } from "./commitBatch.ts";
import { findRecords, type RecordFinder } from "./findRecords.ts";
import { lockFolder } from "./lockFolder.ts";
import { openForWriting } from "./openFile.ts";
import { readHead } from "./readHead.ts";
import { type JournalReader, readJournal } from "./readJournal.ts";
import { migrate } from "./schema.ts";

/** Most records of one kind that the writer keeps in memory between batches. */
const cachedMax = 200_000;

function fill<Key, Row>(
  cache: Map<bigint, Row>,
  keys: Iterable<Key>,
  keyOf: (key: Key) => bigint,
  find: (key: Key) => Row | null,
): void {
  for (const key of keys) {
    if (cache.has(keyOf(key))) continue;
    const row = find(key);
    if (row !== null) cache.set(keyOf(key), row);
  }
}

const same = (key: bigint): bigint => key;

function fillAnswers(state: State, ids: Iterable<bigint>, journal: JournalReader): void {
  for (const id of ids) {
    const record = journal.byId(id);
    if (record === null) continue;
    const { verdict, bytes } = record;
    const facts = factsOf({ entry: decodeEntry(bytes), bytes });
    state.entries.set(id, { status: verdict.status, at: verdict.at, facts });
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
  fill(
    state.holds,
    keys.holds,
    ([key]) => key,
    ([, ref]) => find.hold(ref),
  );
  const accounts = new Set(keys.accounts);
  for (const hold of state.holds.values()) accounts.add(hold.debit).add(hold.credit);
  fill(state.accounts, accounts, same, find.account);
  fill(state.limits, keys.limits, same, find.limit);
  fill(state.claims, keys.claims, same, find.claim);
  fill(state.counters, keys.counters, same, find.counter);
  return state;
}

function dueHolds(db: Database): (now: bigint, max: number) => TransferRef[] {
  const due = db.prepare<[bigint, number], { entry: Uint8Array; idx: bigint }>(
    `SELECT entry, idx FROM holds WHERE status = 'pending' AND expires_at IS NOT NULL
      AND expires_at <= ? ORDER BY expires_at, row LIMIT ?`,
  );
  return (now, max) =>
    due.all(now, max).map(({ entry, idx }) => ({ entry: u128(entry), index: Number(idx) }));
}

/** Opens the folder as its only writer, creating or upgrading what is there. */
export function sqliteEngine(folder: string): Engine {
  const unlock = lockFolder(folder);
  let db: Database | undefined;
  try {
    db = openForWriting(folder);
    migrate(db);
  } catch (error) {
    db?.close();
    unlock();
    throw error;
  }
  const opened = db;
  const state = emptyState();
  const find = findRecords(opened);
  const journal = readJournal(opened);
  return {
    recover: readHead(opened),
    load: (keys) => load(state, keys, find, journal),
    commit: commitBatch(opened),
    dueHolds: dueHolds(opened),
    close() {
      opened.close();
      unlock();
    },
  };
}
