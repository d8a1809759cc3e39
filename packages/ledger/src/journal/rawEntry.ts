import type { Asset, Instant } from "@farthing/core";

/** A 128-bit number in 16 bytes. */
export type RawKey = Uint8Array;

export type RawAccount = [id: RawKey, asset: Asset, code: number, flags: number];

/** First element: 0 move, 1 post, 2 void, 3 expire. */
export type RawTransfer =
  | [
      0,
      debit: RawKey,
      credit: RawKey,
      amount: bigint,
      asset: Asset,
      code: number,
      timeoutSeconds: number | null,
      closes: "debit" | "credit" | null,
    ]
  | [1, entry: RawKey, index: number, amount: bigint | null]
  | [2 | 3, entry: RawKey, index: number];

export type RawWindow = [bucketMs: number, buckets: number];

/** Second element: 0 set, 1 reset, 2 close, 3 reopen. */
export type RawLimit =
  | [
      key: RawKey,
      0,
      kind: "sum" | "each",
      max: bigint,
      window: RawWindow | null,
      expiresAt: Instant | null,
    ]
  | [key: RawKey, 1 | 2 | 3];

/** Second element: 0 open, 1 use, 2 close. */
export type RawCounter = [key: RawKey, 0 | 2] | [key: RawKey, 1, value: bigint];

/** An entry as CBOR carries it from a loop to the writer and into the journal. */
export type RawEntry = [
  id: RawKey,
  time: Instant,
  accounts: RawAccount[],
  transfers: RawTransfer[],
  limits: RawLimit[],
  uses: [key: RawKey, amount: bigint][],
  gives: [key: RawKey, amount: bigint, usedAt: bigint][],
  claims: RawKey[],
  releases: [key: RawKey, holder: RawKey][],
  counters: RawCounter[],
  memo: Uint8Array,
  commitment: Uint8Array,
  facts: Uint8Array | null,
];
