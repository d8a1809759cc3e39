import { assert, bytesEqual } from "@farthing/core";
import { type Hash, hashLength, nodeHash } from "./hash.ts";
import { isCount, type NodeAt, splitPoint, subtreeRoot } from "./subtree.ts";

/**
 * The path that proves leaf `index` in the tree of the first `size` leaves, from leaf to root
 * (RFC 6962 §2.1.1). Asks `nodeAt` for at most two complete subtrees a level.
 */
export function inclusionProof(
  hash: Hash,
  index: number,
  size: number,
  nodeAt: NodeAt,
): Uint8Array[] {
  assert(isCount(index) && isCount(size) && index < size, "the leaf is in the tree");
  const fromRoot: Uint8Array[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + splitPoint(to - from);
    if (index < middle) {
      fromRoot.push(subtreeRoot(hash, middle, to, nodeAt));
      to = middle;
    } else {
      fromRoot.push(subtreeRoot(hash, from, middle, nodeAt));
      from = middle;
    }
  }
  return fromRoot.reverse();
}

/** What an inclusion proof says. `leaf` is the leaf's hash (`leafHash`), not its data. */
export interface Inclusion {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/**
 * Whether `proof` proves that leaf `index` of the tree of `size` leaves under `root` is `leaf`
 * (RFC 9162 §2.1.3.2). Any input is answered, none throws.
 */
export function verifyInclusion(hash: Hash, inclusion: Inclusion): boolean {
  const { leaf, index, size, proof, root } = inclusion;
  if (!isCount(index) || !isCount(size) || index >= size || leaf.length !== hashLength) {
    return false;
  }
  let node = index;
  let last = size - 1;
  let whole = leaf;
  for (const sibling of proof) {
    if (last === 0 || sibling.length !== hashLength) return false;
    if (node % 2 === 1 || node === last) {
      whole = nodeHash(hash, sibling, whole);
      // A node without right neighbour is its own parent: climb to where it has a left one.
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      whole = nodeHash(hash, whole, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && bytesEqual(whole, root);
}
