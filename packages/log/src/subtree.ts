import { type Hash, nodeHash } from "./hash.ts";

/** The hash of the complete subtree over leaves [index·2^level, (index+1)·2^level). */
export type NodeAt = (level: number, index: number) => Uint8Array;

/** The largest power of two below `size`, for `size` > 1: where RFC 6962 §2.1 splits a tree. */
export function splitPoint(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/**
 * The root over leaves [from, to), `from` a multiple of the smallest power of two that is ≥ to − from.
 * Asks `nodeAt` for complete subtrees only.
 */
export function subtreeRoot(hash: Hash, from: number, to: number, nodeAt: NodeAt): Uint8Array {
  const size = to - from;
  const level = Math.log2(size);
  if (Number.isInteger(level) && 2 ** level === size) return nodeAt(level, from / size);
  const middle = from + splitPoint(size);
  return nodeHash(
    hash,
    subtreeRoot(hash, from, middle, nodeAt),
    subtreeRoot(hash, middle, to, nodeAt),
  );
}

/** Whether `value` can count leaves: a non-negative integer that a number holds exactly. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
