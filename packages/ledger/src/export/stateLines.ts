import { createHash } from "node:crypto";
import { type Asset, isAsset } from "@farthing/core";
import type { Driver } from "../engine/sqlite/driver.ts";
import { accountRows, counterRows, limitRows } from "../engine/sqlite/findRecords.ts";
import {
  accountOf,
  type AccountRow,
  counterOf,
  type CounterRow,
  holdOf,
  type HoldRow,
  limitOf,
  type LimitRow,
} from "../engine/sqlite/rows.ts";
import { u128 } from "../journal/u128.ts";
import type { Account, Books, Bucket, Counter, Hold, Limit } from "../rules/state.ts";
import { Fields, NotAnExport, wholeOf } from "./fields.ts";

/** Numbers over 53 bits as texts; where an engine keeps a record is its own. */
function lineOf(kind: StateKind, record: object): string {
  const shown = { ...record, handle: undefined, mark: undefined };
  return JSON.stringify({ [kind]: shown }, (_, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
}

/**
 * All that the ledger in `db` is besides its journal, a line for each account, limit, claim, counter and hold, by id
 * (specs/journal.md §4): one state has one text.
 */
export function* stateLines(db: Driver): Generator<string> {
  for (const row of db.prepare<AccountRow>(`${accountRows} ORDER BY id`).iterate()) {
    yield lineOf("account", accountOf(row));
  }
  for (const row of db.prepare<LimitRow>(`${limitRows} ORDER BY key`).iterate()) {
    yield lineOf("limit", limitOf(row));
  }
  const claims = db.prepare<{ key: Uint8Array; holder: Uint8Array }>(
    "SELECT key, holder FROM claims ORDER BY key",
  );
  for (const { key, holder } of claims.iterate()) {
    yield lineOf("claim", { key: u128(key), holder: u128(holder) });
  }
  for (const row of db.prepare<CounterRow>(`${counterRows} ORDER BY key`).iterate()) {
    yield lineOf("counter", counterOf(row));
  }
  for (const row of db.prepare<HoldRow>("SELECT * FROM holds ORDER BY id").iterate()) {
    yield lineOf("hold", holdOf(row));
  }
}

/** SHA-256 over lines, each with its line feed. */
export function hashLines(lines: Iterable<string>): Uint8Array {
  const hash = createHash("sha256");
  for (const line of lines) hash.update(line).update("\n");
  return hash.digest();
}

const none = { handle: null, mark: 0 } as const;

function assetIn(from: Fields): Asset {
  const asset = from.text("asset");
  if (!isAsset(asset)) throw new NotAnExport("`asset` is none");
  return asset;
}

function callerData(from: Fields) {
  return {
    userData128: from.whole("userData128"),
    userData64: from.whole("userData64"),
    userData32: from.count("userData32"),
  };
}

function readAccount(from: Fields): Account {
  return {
    id: from.whole("id"),
    asset: assetIn(from),
    code: from.count("code"),
    ...callerData(from),
    timestamp: from.whole("timestamp"),
    flags: from.count("flags"),
    debitsPending: from.whole("debitsPending"),
    debitsPosted: from.whole("debitsPosted"),
    creditsPending: from.whole("creditsPending"),
    creditsPosted: from.whole("creditsPosted"),
    ...none,
  };
}

function readBucket(value: unknown): Bucket {
  const [index, text] = Array.isArray(value) ? (value as unknown[]) : [];
  const used = wholeOf(text);
  if (typeof index === "number" && Number.isSafeInteger(index) && used !== null) {
    return [index, used];
  }
  throw new NotAnExport("`buckets` are none");
}

function readLimit(from: Fields): Limit {
  const window = from.has("window") ? from.fields("window") : null;
  return {
    key: from.whole("key"),
    kind: from.text("kind") === "each" ? "each" : "sum",
    window: window && { bucketMs: window.count("bucketMs"), buckets: window.count("buckets") },
    max: from.whole("max"),
    expiresAt: from.has("expiresAt") ? from.count("expiresAt") : null,
    closed: from.flag("closed"),
    resetAt: from.whole("resetAt"),
    used: from.whole("used"),
    buckets: from.list("buckets").map(readBucket),
    ...none,
  };
}

function readCounter(from: Fields): Counter {
  return {
    key: from.whole("key"),
    closed: from.flag("closed"),
    highest: from.whole("highest"),
    seen: from.whole("seen"),
    ...none,
  };
}

const endings = ["pending", "posted", "voided", "expired"] as const;

function readHold(from: Fields): Hold {
  const status = endings.find((one) => one === from.text("status"));
  if (status === undefined) throw new NotAnExport("`status` is none of a hold");
  return {
    id: from.whole("id"),
    debit: from.whole("debit"),
    credit: from.whole("credit"),
    amount: from.whole("amount"),
    asset: assetIn(from),
    code: from.count("code"),
    flags: from.count("flags"),
    ...callerData(from),
    expiresAt: from.has("expiresAt") ? from.whole("expiresAt") : null,
    status,
    ...none,
  };
}

const readers = {
  account: (from: Fields, books: Books) => books.accounts.insert(readAccount(from)),
  limit: (from: Fields, books: Books) => books.limits.insert(readLimit(from)),
  claim: (from: Fields, books: Books) =>
    books.claims.insert({ key: from.whole("key"), holder: from.whole("holder"), ...none }),
  counter: (from: Fields, books: Books) => books.counters.insert(readCounter(from)),
  hold: (from: Fields, books: Books) => books.holds.insert(readHold(from)),
} as const;

/** What a line of the opening state is about. */
export type StateKind = keyof typeof readers;

export function isStateKind(kind: string): kind is StateKind {
  return Object.hasOwn(readers, kind);
}

/** Puts what a line says into `books`. Throws `NotAnExport`. */
export function readStateLine(kind: StateKind, said: unknown, books: Books): void {
  readers[kind](new Fields(said), books);
}
