import { instant } from "@farthing/core";
import type { FullEntry } from "../fullEntry.ts";
import { fullEntry } from "../fullEntry.ts";
import type { EntryStatus } from "../status.ts";

const u128End = 1n << 128n;
const base = { id: 1n, time: instant(1), commitment: new Uint8Array(32) };

/** An entry with no parts: allowed, and recorded. */
export const wellFormed: FullEntry = fullEntry(base);

const move = { debit: 1n, credit: 2n, amount: 1n, asset: "PLAY/6", code: 1 } as const;

/** What stories cannot write down: parts that are out of every range. */
export const shapeCases: readonly [string, Partial<FullEntry>, EntryStatus][] = [
  ["id over 128 bits", { id: u128End }, "id_must_be_u128"],
  ["negative id", { id: -1n }, "id_must_be_u128"],
  ["time in fractions", { time: instant(0.5) }, "time_must_be_an_instant"],
  ["65 claims", { claims: Array.from({ length: 65 }, (_, at) => BigInt(at)) }, "entry_too_large"],
  ["a memo of 1 025 bytes", { memo: new Uint8Array(1_025) }, "memo_too_long"],
  ["a short commitment", { commitment: new Uint8Array(31) }, "commitment_must_be_32_bytes"],
  ["long facts", { facts: new Uint8Array(33) }, "facts_must_be_32_bytes"],
  ["a claim over 128 bits", { claims: [u128End] }, "key_must_be_u128"],
  ["a holder over 128 bits", { releases: [{ key: 1n, holder: u128End }] }, "key_must_be_u128"],
  [
    "transfer 64 of an entry",
    { transfers: [{ void: { entry: 1n, index: 64 } }] },
    "key_must_be_u128",
  ],
  [
    "an account over 128 bits",
    { transfers: [{ ...move, debit: u128End }] },
    "account_id_must_be_u128",
  ],
  [
    "an asset without scale",
    { transfers: [{ ...move, asset: "PLAY" as "PLAY/6" }] },
    "asset_must_be_code_and_scale",
  ],
  [
    "an expiry from outside",
    { transfers: [{ expire: { entry: 1n, index: 0 } }] },
    "expiry_is_the_engines",
  ],
  [
    "an expiry in fractions",
    { limits: [{ key: 1n, set: { kind: "sum", max: 1n, expiresAt: instant(0.5) } }] },
    "expiry_must_be_an_instant",
  ],
];
