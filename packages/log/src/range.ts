import { assert } from "@farthing/core";
import { emptyRoot, type Hash, hashLength, nodeHash } from "./hash.ts";

/**
 * All a log must keep to grow: the roots of the complete subtrees that its leaves fall into, left to
 * right (largest first). One for each set bit of `size`, so at most 53.
 */
export interface CompactRange {
  /** Number of leaves: a non-negative safe integer. */
  readonly size: number;
  readonly hashes: readonly Uint8Array[];
}

/** Told of each complete subtree once: `level` 0 is a leaf, `index` counts subtrees of that level. */
export type OnNode = (level: number, index: number, hash: Uint8Array) => void;

/** The range of a log without leaves. */
export const emptyRange: CompactRange = { size: 0, hashes: [] };

/**
 * The range after one more leaf, whose `leafHash` is given; `range` itself stays as it was.
 * `onNode` hears of the leaf (level 0) and then of every subtree it completes, smallest first.
 * Hashes 1 node a leaf on average.
 */
export function appendLeaf(
  hash: Hash,
  range: CompactRange,
  leafHash: Uint8Array,
  onNode?: OnNode,
): CompactRange {
  assert(leafHash.length === hashLength, "a leaf hash is 32 bytes");
  assert(range.size < Number.MAX_SAFE_INTEGER, "the log has room");
  const hashes = range.hashes.slice();
  let index = range.size;
  let whole = leafHash;
  onNode?.(0, index, whole);
  // Every trailing 1 bit of the old size is a complete subtree waiting for its right neighbour.
  for (let level = 1; index % 2 === 1; level += 1) {
    const left = hashes.pop();
    assert(left !== undefined, "a range has one hash for each set bit of its size");
    whole = nodeHash(hash, left, whole);
    index = (index - 1) / 2;
    onNode?.(level, index, whole);
  }
  hashes.push(whole);
  return { size: range.size + 1, hashes };
}

/** The root of the tree that `range` stands for (RFC 6962 §2.1). Asserts that the range is whole. */
export function rangeRoot(hash: Hash, range: CompactRange): Uint8Array {
  assert(range.hashes.length === setBits(range.size), "one hash for each set bit of the size");
  let root: Uint8Array | undefined;
  for (let at = range.hashes.length - 1; at >= 0; at -= 1) {
    const left = range.hashes[at];
    assert(left !== undefined, "a range has no holes");
    root = root === undefined ? left : nodeHash(hash, left, root);
  }
  return root ?? emptyRoot(hash);
}

function setBits(size: number): number {
  assert(Number.isSafeInteger(size) && size >= 0, "a size is a non-negative safe integer");
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
