import { bytesToUint, type Instant, lengthPrefixed, uintBytes } from "@farthing/core";
import { sha256 } from "./hash.ts";

/**
 * The ledger's id for what a client asked for: 48 bits of the client key's time, then the first 80
 * bits of SHA-256 over payer, client key and leg, each behind its length. Deterministic, so a retry
 * finds its first answer; namespaced by payer, so nobody can use up another's ids.
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
  return (BigInt.asUintN(48, BigInt(from.time)) << 80n) | bytesToUint(digest.subarray(0, 10));
}
