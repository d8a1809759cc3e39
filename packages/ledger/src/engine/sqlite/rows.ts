import { type Asset, instant, isAsset, assert } from "@farthing/core";
import { ByteReader } from "../../journal/byteReader.ts";
import { ByteWriter } from "../../journal/byteWriter.ts";
import { u128 } from "../../journal/u128.ts";
import type { Account, Bucket, Counter, Hold, Limit } from "../../rules/state.ts";

import type { Summed } from "./rowSum.ts";
import { fromWideCell, type WideCell } from "./wideCell.ts";

/** An INTEGER column: bigint, because every connection reads with `safeIntegers`. */
type Int = bigint;

export interface AccountRow extends Summed {
  row: Int;
  id: Uint8Array;
  asset: string;
  code: Int;
  user_data_128: WideCell;
  user_data_64: WideCell;
  user_data_32: Int;
  timestamp: Int;
  flags: Int;
  debits_pending: WideCell;
  debits_posted: WideCell;
  credits_pending: WideCell;
  credits_posted: WideCell;
}

export interface LimitRow extends Summed {
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

export interface CounterRow extends Summed {
  row: Int;
  key: Uint8Array;
  closed: Int;
  highest: Int;
  seen: Int;
}

export interface HoldRow extends Summed {
  row: Int;
  id: Uint8Array;
  debit: Uint8Array;
  credit: Uint8Array;
  amount: WideCell;
  asset: string;
  code: Int;
  flags: Int;
  user_data_128: WideCell;
  user_data_64: WideCell;
  user_data_32: Int;
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
    userData128: fromWideCell(row.user_data_128),
    userData64: fromWideCell(row.user_data_64),
    userData32: Number(row.user_data_32),
    timestamp: row.timestamp,
    flags: Number(row.flags),
    debitsPending: fromWideCell(row.debits_pending),
    debitsPosted: fromWideCell(row.debits_posted),
    creditsPending: fromWideCell(row.credits_pending),
    creditsPosted: fromWideCell(row.credits_posted),
    handle: Number(row.row),
    mark: 0,
  };
}

const writer = new ByteWriter();

/** A limit's buckets: the first one's index, then for each its distance from that and its use. */
export function bucketsBlob(buckets: readonly Bucket[]): Uint8Array {
  const [first] = buckets;
  if (first === undefined) return new Uint8Array(0);
  writer.whole(first[0]);
  for (const [index, used] of buckets) {
    writer.u8(index - first[0]);
    writer.amount(used);
  }
  return writer.finish();
}

function bucketsOf(blob: Uint8Array): Bucket[] {
  if (blob.length === 0) return [];
  const from = new ByteReader(blob);
  const first = from.whole();
  const buckets: Bucket[] = [];
  while (from.at < blob.length) buckets.push([first + from.u8(), from.amount()]);
  return buckets;
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
    mark: 0,
  };
}

export function counterOf(row: CounterRow): Counter {
  return {
    key: u128(row.key),
    closed: row.closed === 1n,
    highest: row.highest,
    seen: BigInt.asUintN(64, row.seen),
    handle: Number(row.row),
    mark: 0,
  };
}

const holdStatuses = ["pending", "posted", "voided", "expired"] as const;

export function holdOf(row: HoldRow): Hold {
  const status = holdStatuses.find((one) => one === row.status);
  assert(status !== undefined, "a stored hold has one of its four states");
  return {
    id: u128(row.id),
    debit: u128(row.debit),
    credit: u128(row.credit),
    amount: fromWideCell(row.amount),
    asset: assetOf(row.asset),
    code: Number(row.code),
    flags: Number(row.flags),
    userData128: fromWideCell(row.user_data_128),
    userData64: fromWideCell(row.user_data_64),
    userData32: Number(row.user_data_32),
    expiresAt: row.expires_at,
    status,
    handle: Number(row.row),
    mark: 0,
  };
}
