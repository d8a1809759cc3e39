import { type Asset, instant, isAsset, assert } from "@farthing/core";
import { u128 } from "../../journal/u128.ts";
import type { Account, Bucket, Counter, Hold, Limit } from "../../rules/state.ts";

/** An INTEGER column: bigint, because every connection reads with `safeIntegers`. */
type Int = bigint;

export interface AccountRow {
  row: Int;
  id: Uint8Array;
  asset: string;
  code: Int;
  flags: Int;
  debits_pending: Int;
  debits_posted: Int;
  credits_pending: Int;
  credits_posted: Int;
}

export interface LimitRow {
  row: Int;
  key: Uint8Array;
  kind: string;
  bucket_ms: Int | null;
  buckets: Int | null;
  max: Int;
  expires_at: Int | null;
  closed: Int;
  reset_at: Int;
  used: Int;
  uses: Uint8Array;
}

export interface CounterRow {
  row: Int;
  key: Uint8Array;
  closed: Int;
  highest: Int;
  seen: Int;
}

export interface HoldRow {
  row: Int;
  entry: Uint8Array;
  idx: Int;
  debit: Uint8Array;
  credit: Uint8Array;
  amount: Int;
  asset: string;
  code: Int;
  closes: string | null;
  expires_at: Int | null;
  status: string;
}

function assetOf(text: string): Asset {
  assert(isAsset(text), "a stored asset is one");
  return text;
}

export function accountOf(row: AccountRow): Account {
  return {
    id: u128(row.id),
    asset: assetOf(row.asset),
    code: Number(row.code),
    flags: Number(row.flags),
    debitsPending: row.debits_pending,
    debitsPosted: row.debits_posted,
    creditsPending: row.credits_pending,
    creditsPosted: row.credits_posted,
    handle: Number(row.row),
  };
}

const bucketBytes = 16;

/** A limit's buckets: 8 bytes of index and 8 of use each. */
export function bucketsBlob(buckets: readonly Bucket[]): Buffer {
  const blob = Buffer.allocUnsafe(bucketBytes * buckets.length);
  for (const [at, [index, used]] of buckets.entries()) {
    blob.writeBigInt64BE(BigInt(index), bucketBytes * at);
    blob.writeBigInt64BE(used, bucketBytes * at + 8);
  }
  return blob;
}

function bucketsOf(blob: Uint8Array): Bucket[] {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  return Array.from({ length: blob.length / bucketBytes }, (_, at): Bucket => [
    Number(view.getBigInt64(bucketBytes * at)),
    view.getBigInt64(bucketBytes * at + 8),
  ]);
}

export function limitOf(row: LimitRow): Limit {
  return {
    key: u128(row.key),
    kind: row.kind === "each" ? "each" : "sum",
    window:
      row.bucket_ms === null
        ? null
        : { bucketMs: Number(row.bucket_ms), buckets: Number(row.buckets) },
    max: row.max,
    expiresAt: row.expires_at === null ? null : instant(Number(row.expires_at)),
    closed: row.closed === 1n,
    resetAt: row.reset_at,
    used: row.used,
    buckets: bucketsOf(row.uses),
    handle: Number(row.row),
  };
}

export function counterOf(row: CounterRow): Counter {
  return {
    key: u128(row.key),
    closed: row.closed === 1n,
    highest: row.highest,
    seen: BigInt.asUintN(64, row.seen),
    handle: Number(row.row),
  };
}

const holdStatuses = ["pending", "posted", "voided", "expired"] as const;

export function holdOf(row: HoldRow): Hold {
  const status = holdStatuses.find((one) => one === row.status);
  assert(status !== undefined, "a stored hold has one of its four states");
  return {
    ref: { entry: u128(row.entry), index: Number(row.idx) },
    debit: u128(row.debit),
    credit: u128(row.credit),
    amount: row.amount,
    asset: assetOf(row.asset),
    code: Number(row.code),
    closes: row.closes === "debit" || row.closes === "credit" ? row.closes : null,
    expiresAt: row.expires_at,
    status,
    handle: Number(row.row),
  };
}
