import { setImmediate } from "node:timers/promises";
import { assert } from "@farthing/core";
import type { Liability } from "@farthing/log";
import { inTurns } from "./inTurns.ts";

/**
 * Sorts leaves by their salts, with pauses in which requests are answered. Salts are outputs of a hash, or random: their
 * first byte divides them evenly, and a 256th of a million is sorted in a few milliseconds.
 */
export async function bySalt(leaves: readonly Liability[]): Promise<Liability[]> {
  const parts = Array.from({ length: 256 }, (): Liability[] => []);
  await inTurns(leaves, (leaf) => {
    const part = parts[leaf.salt[0] ?? 0];
    assert(part !== undefined, "a byte names one of 256 parts");
    part.push(leaf);
  });
  for (const part of parts) {
    part.sort((a, b) => Buffer.compare(a.salt, b.salt));
    await setImmediate();
  }
  return parts.flat();
}
