import { assert, concat, uintBytes } from "@farthing/core";
import { type Hash, hashLength } from "./hash.ts";

/** A node of a Merkle-sum tree: what is below it, and its sum (specs/log.md §6). */
export interface SumNode {
  readonly hash: Uint8Array;
  /** 0 to 2^128 − 1, smallest unit of the asset. */
  readonly sum: bigint;
}

/** What is owed to one account. */
export interface Liability {
  /** 32 bytes that nobody can guess: they hide whose leaf it is, and how much is in it. */
  readonly salt: Uint8Array;
  /** The ledger's id of the account. */
  readonly account: bigint;
  readonly balance: bigint;
}

/** The largest sum: 128 bits. */
const sumMax = (1n << 128n) - 1n;
/** Most leaves of a tree: 2^32. */
const levelsMax = 32;
const sumLength = 16;

/** The leaf of one account: H(0x00 ‖ salt ‖ account ‖ balance). */
export function liabilityLeaf(hash: Hash, { salt, account, balance }: Liability): SumNode {
  assert(salt.length === hashLength, "a salt is 32 bytes");
  assert(balance >= 0n && balance <= sumMax, "a liability is not negative, and has 128 bits");
  const bytes = [Uint8Array.of(0), salt, uintBytes(account, 16), uintBytes(balance, sumLength)];
  return { hash: hash(concat(...bytes)), sum: balance };
}

/**
 * H(0x01 ‖ left hash ‖ left sum ‖ right hash ‖ right sum). Both sums are hashed, not their sum alone: else a false pair of
 * sums fits the same node (Hu, Zhang, Guo 2019, on Maxwell's tree). Asserts that the sum does not overflow.
 */
export function sumNode(hash: Hash, left: SumNode, right: SumNode): SumNode {
  const sum = left.sum + right.sum;
  assert(sum <= sumMax, "liabilities have 128 bits");
  return { hash: hash(concat(Uint8Array.of(1), nodeBytes(left), nodeBytes(right))), sum };
}

/** A node's hash and its sum: 48 bytes. */
function nodeBytes({ hash, sum }: SumNode): Uint8Array {
  return concat(hash, uintBytes(sum, sumLength));
}

/** What proves that one liability is in a tree. */
export interface LiabilityProof {
  readonly liability: Liability;
  readonly index: number;
  /** Leaves of the tree, a power of two. */
  readonly size: number;
  /** The siblings from the leaf up. Their sums are shown: this is what the proof tells of others. */
  readonly path: readonly SumNode[];
  readonly root: SumNode;
}

/** Whether the liability is in the tree under `root`. Any input is answered, none throws. */
export function verifyLiability(hash: Hash, proof: LiabilityProof): boolean {
  const { liability, index, size, path, root } = proof;
  const { salt, account, balance } = liability;
  const isShaped =
    path.length <= levelsMax &&
    2 ** path.length === size &&
    Number.isSafeInteger(index) &&
    index >= 0 &&
    index < size &&
    salt.length === hashLength &&
    [account, balance, root.sum, ...path.map(({ sum }) => sum)].every(isSum) &&
    path.every((node) => node.hash.length === hashLength);
  if (!isShaped) return false;
  let node = liabilityLeaf(hash, liability);
  let place = index;
  for (const sibling of path) {
    if (node.sum + sibling.sum > sumMax) return false;
    node = place % 2 === 0 ? sumNode(hash, node, sibling) : sumNode(hash, sibling, node);
    place = Math.floor(place / 2);
  }
  const isRoot = node.hash.every((byte, at) => byte === root.hash[at]);
  return isRoot && root.hash.length === hashLength && node.sum === root.sum;
}

function isSum(value: bigint): boolean {
  return value >= 0n && value <= sumMax;
}
