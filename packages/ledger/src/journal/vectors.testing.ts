import { type Asset, hour, instant } from "@farthing/core";
import type { Entry } from "../entry.ts";
import { transferFlags } from "../flags.ts";
import { fullEntry, fullTransfer } from "../fullEntry.ts";
import type { BodyRecord } from "./batchBody.ts";
import { encodeEntry } from "./encodeEntry.ts";

const asset: Asset = "PLAY/6";
const base = { time: instant(1_800_000_000_000), commitment: new Uint8Array(32).fill(7) };

/** The entries of specs/vectors/journal.json, in its order. */
export const vectorEntries: readonly { readonly name: string; readonly entry: Entry }[] = [
  { name: "nothing but itself", entry: { ...base, id: 64n } },
  {
    name: "one transfer",
    entry: {
      ...base,
      id: 128n,
      transfers: [{ debit: 1n, credit: 2n, amount: 5n, asset, code: 3 }],
    },
  },
  {
    name: "accounts, holds and their end, amounts of every length",
    entry: {
      ...base,
      id: (1n << 127n) + 192n,
      accounts: [
        { id: 1n, asset, code: 1, flags: 2 },
        { id: 2n, asset, code: 65_535, userData128: 1n << 100n, userData64: 5n, userData32: 6 },
      ],
      transfers: [
        {
          debit: 1n,
          credit: 2n,
          amount: 1n << 32n,
          asset,
          code: 1,
          flags: transferFlags.pending,
          timeout: 60,
        },
        { flags: transferFlags.postPendingTransfer, pendingId: (1n << 127n) + 192n },
        {
          flags: transferFlags.voidPendingTransfer,
          pendingId: 9n,
          amount: 1n << 64n,
          userData64: 8n,
        },
      ],
    },
  },
  {
    name: "limits, claims, counters, memo and facts",
    entry: {
      ...base,
      id: 256n,
      limits: [
        { key: 1n, set: { kind: "sum", max: 9n, window: { bucketMs: hour, buckets: 24 } } },
        { key: 2n, set: { kind: "each", max: 1n << 40n, expiresAt: instant(5) } },
        { key: 3n, reset: true },
        { key: 4n, close: true },
        { key: 5n, reopen: true },
      ],
      uses: [{ key: 1n, amount: 5n }],
      gives: [{ key: 1n, amount: 5n, usedAt: 7n }],
      claims: [11n],
      releases: [{ key: 12n, holder: 64n }],
      counters: [
        { key: 21n, open: true },
        { key: 21n, use: 1n },
        { key: 22n, close: true },
      ],
      memo: new TextEncoder().encode("memo"),
      facts: new Uint8Array(32).fill(9),
    },
  },
  {
    name: "a limit that is opened if it is missing",
    entry: {
      ...base,
      id: 320n,
      limits: [
        { key: 6n, open: { kind: "sum", max: 9n, window: { bucketMs: hour, buckets: 24 } } },
      ],
    },
  },
];

const bytesOf = (at: number): Uint8Array =>
  encodeEntry(fullEntry(vectorEntries[at]?.entry ?? { ...base, id: 64n }));

/** The batch of specs/vectors/journal.json. */
export const vectorBatch: readonly BodyRecord[] = [
  { bytes: bytesOf(0), verdict: { status: "created", at: null, resolved: [] }, ticks: 0, leaf: 0 },
  {
    bytes: bytesOf(1),
    verdict: {
      status: "exceeds_credits",
      at: { part: "transfer", index: 0, key: 1n, available: -3n },
      resolved: [],
    },
    ticks: 1,
    leaf: 1,
  },
  {
    bytes: bytesOf(2),
    verdict: {
      status: "created",
      at: null,
      resolved: [
        {
          index: 1,
          transfer: fullTransfer({
            debit: 1n,
            credit: 2n,
            amount: 1n << 32n,
            asset,
            code: 1,
            flags: transferFlags.postPendingTransfer,
            pendingId: (1n << 127n) + 192n,
          }),
        },
      ],
    },
    ticks: 6,
    leaf: 1,
  },
];
