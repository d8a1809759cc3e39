import { assert, type Clock, idToBytes, newId, toHex } from "@farthing/core";

/** A fresh Idempotency-Key: a UUIDv7 in its usual spelling (RFC 9562 §4). Keep it for every retry. */
export function freshKey(clock: Clock): string {
  const bytes = idToBytes("topUp", newId("topUp", clock.now()));
  assert(bytes !== null, "a fresh id has its bytes");
  const hex = toHex(bytes);
  const cuts = [0, 8, 12, 16, 20, 32];
  return cuts
    .slice(1)
    .map((to, at) => hex.slice(cuts[at], to))
    .join("-");
}
