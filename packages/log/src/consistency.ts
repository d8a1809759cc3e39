import { assert, bytesEqual } from "@farthing/core";
import { emptyRoot, type Hash, hashLength, nodeHash } from "./hash.ts";
import { isCount, type NodeAt, splitPoint, subtreeRoot } from "./subtree.ts";

/**
 * The nodes that prove the tree of the first `oldSize` leaves a beginning of that of the first
 * `newSize` (RFC 6962 §2.1.2). Empty when the sizes are equal or `oldSize` is 0.
 */
export function consistencyProof(
  hash: Hash,
  oldSize: number,
  newSize: number,
  nodeAt: NodeAt,
): Uint8Array[] {
  assert(isCount(oldSize) && isCount(newSize) && oldSize <= newSize, "a tree only grows");
  if (oldSize === 0 || oldSize === newSize) return [];
  const fromRoot: Uint8Array[] = [];
  let from = 0;
  let to = newSize;
  while (to !== oldSize) {
    const middle = from + splitPoint(to - from);
    if (oldSize <= middle) {
      fromRoot.push(subtreeRoot(hash, middle, to, nodeAt));
      to = middle;
    } else {
      fromRoot.push(subtreeRoot(hash, from, middle, nodeAt));
      from = middle;
    }
  }
  // The verifier knows the old root; when that is this very subtree it is not repeated.
  if (from !== 0) fromRoot.push(subtreeRoot(hash, from, to, nodeAt));
  return fromRoot.reverse();
}

/** What a consistency proof says. */
export interface Consistency {
  readonly oldSize: number;
  readonly newSize: number;
  readonly oldRoot: Uint8Array;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether `proof` proves that the tree of `newSize` leaves under `newRoot` begins with that of
 * `oldSize` leaves under `oldRoot` (RFC 9162 §2.1.4.2). From size 0 and between equal sizes only the
 * empty proof is one. Any input is answered, none throws.
 */
export function verifyConsistency(hash: Hash, consistency: Consistency): boolean {
  const { oldSize, newSize, oldRoot, newRoot, proof } = consistency;
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) return false;
  if (oldRoot.length !== hashLength || newRoot.length !== hashLength) return false;
  if (oldSize === newSize) return proof.length === 0 && bytesEqual(oldRoot, newRoot);
  if (oldSize === 0) return proof.length === 0 && bytesEqual(oldRoot, emptyRoot(hash));
  return climb(hash, consistency);
}

function climb(hash: Hash, { oldSize, newSize, oldRoot, newRoot, proof }: Consistency): boolean {
  let node = oldSize - 1;
  let last = newSize - 1;
  while (node % 2 === 1) {
    node = (node - 1) / 2;
    last = Math.floor(last / 2);
  }
  // node 0 now: the old tree is one complete subtree, whose root the proof leaves out.
  const path = node === 0 ? [oldRoot, ...proof] : proof;
  const [first, ...rest] = path;
  if (first === undefined || path.some((entry) => entry.length !== hashLength)) return false;
  let oldWhole = first;
  let newWhole = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      oldWhole = nodeHash(hash, sibling, oldWhole);
      newWhole = nodeHash(hash, sibling, newWhole);
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      newWhole = nodeHash(hash, newWhole, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && bytesEqual(oldWhole, oldRoot) && bytesEqual(newWhole, newRoot);
}
