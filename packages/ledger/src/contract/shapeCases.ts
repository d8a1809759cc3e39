import { instant } from "@farthing/core";
import { type FullEntry, fullEntry, fullTransfer } from "../fullEntry.ts";
import type { EntryStatus } from "../status.ts";

const u128End = 1n << 128n;
const base = { id: 64n, time: instant(1), commitment: new Uint8Array(32) };

/** An entry with no parts: allowed, and recorded. */
export const wellFormed: FullEntry = fullEntry(base);

const move = fullTransfer({ debit: 1n, credit: 2n, amount: 1n, asset: "PLAY/6", code: 1 });
const noScale = "PLAY" as "PLAY/6";

/** What stories cannot write down: parts that are out of every range. */
export const shapeCases: readonly [string, Partial<FullEntry>, EntryStatus][] = [
  ["id over 128 bits", { id: u128End }, "id_must_be_u128"],
  ["negative id", { id: -64n }, "id_must_be_u128"],
  ["id 0", { id: 0n }, "id_must_not_be_zero"],
  ["id 2^128−1", { id: u128End - 1n }, "id_must_not_be_int_max"],
  ["an id among another entry's transfers", { id: 65n }, "id_must_leave_room_for_transfers"],
  ["the last 64 ids", { id: u128End - 64n }, "id_must_leave_room_for_transfers"],
  ["time in fractions", { time: instant(0.5) }, "time_must_be_an_instant"],
  ["negative time", { time: instant(-1) }, "time_must_be_an_instant"],
  ["65 claims", { claims: Array.from({ length: 65 }, (_, at) => BigInt(at)) }, "entry_too_large"],
  ["65 transfers", { transfers: Array.from({ length: 65 }, () => move) }, "entry_too_large"],
  ["a memo of 1 025 bytes", { memo: new Uint8Array(1_025) }, "memo_too_long"],
  ["a short commitment", { commitment: new Uint8Array(31) }, "commitment_must_be_32_bytes"],
  ["long facts", { facts: new Uint8Array(33) }, "facts_must_be_32_bytes"],
  ["a claim over 128 bits", { claims: [u128End] }, "key_must_be_u128"],
  ["a holder over 128 bits", { releases: [{ key: 1n, holder: u128End }] }, "key_must_be_u128"],
  ["a limit over 128 bits", { uses: [{ key: u128End, amount: 1n }] }, "key_must_be_u128"],
  [
    "a use given back before there was time",
    { gives: [{ key: 1n, amount: 1n, usedAt: -1n }] },
    "amount_must_be_between_0_and_max",
  ],
  ["no asset", { transfers: [{ ...move, asset: "" }] }, "ledger_must_not_be_zero"],
  [
    "an asset without scale",
    { transfers: [{ ...move, asset: noScale }] },
    "ledger_must_be_an_asset",
  ],
  ["flags in fractions", { transfers: [{ ...move, flags: 0.5 }] }, "reserved_flag"],
  ["an expiry from outside", { transfers: [{ ...move, flags: 1 << 16 }] }, "reserved_flag"],
  [
    "an expiry in fractions",
    { limits: [{ key: 1n, set: { kind: "sum", max: 1n, expiresAt: instant(0.5) } }] },
    "expiry_must_be_an_instant",
  ],
];
