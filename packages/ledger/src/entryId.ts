import { assert, bytesToUint, type Instant, lengthPrefixed, uintBytes } from "@farthing/core";
import { entryMax } from "./entry.ts";
import { sha256 } from "./hash.ts";

/** The last bits of an id count the transfers of its entry: 64 at most. */
const placeBits = 6n;
const placeMask = BigInt(entryMax.items - 1);

/**
 * The ledger's id for what a client asked for: 48 bits of the client key's time, 74 bits of SHA-256
 * over payer, client key and leg, each behind its length, and six zeros for the entry's transfers.
 * Deterministic, so a retry finds its first answer; namespaced by payer, so nobody can use up
 * another's ids; ordered by time, so that ids are written side by side.
 *
 * @example deriveEntryId({ time, payer: idToUint("payer", payerId), key: idempotencyKey, leg: 0 })
 */
export function deriveEntryId(from: {
  readonly time: Instant;
  readonly payer: bigint | Uint8Array;
  readonly key: Uint8Array;
  readonly leg: number;
}): bigint {
  const payer = typeof from.payer === "bigint" ? uintBytes(from.payer, 16) : from.payer;
  const digest = sha256(lengthPrefixed(payer, from.key, uintBytes(BigInt(from.leg), 4)));
  const hash = bytesToUint(digest.subarray(0, 10));
  return (BigInt.asUintN(48, BigInt(from.time)) << 80n) | (hash & ~placeMask);
}

/** The id of transfer `place` (0 to 63) of an entry. */
export function transferId(entry: bigint, place: number): bigint {
  assert(place >= 0 && place < entryMax.items, "an entry has at most 64 transfers");
  return entry + BigInt(place);
}

/** The entry that a transfer came with. */
export function entryOf(transfer: bigint): bigint {
  return (transfer >> placeBits) << placeBits;
}

/** The transfer's place in its entry. */
export function placeOf(transfer: bigint): number {
  return Number(transfer & placeMask);
}
