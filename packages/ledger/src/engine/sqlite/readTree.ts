import { assert, concat } from "@farthing/core";
import { inclusionProof, nodeHash, rangeRoot, tileWidth } from "@farthing/log";
import { sha256 } from "../../hash.ts";
import type { LeafProof } from "../../ledger.ts";
import type { Driver } from "./driver.ts";

interface LeavesRow {
  first_leaf: bigint;
  leaves: Uint8Array;
}

/** Hashes of complete subtrees, and what is proven with them. */
export interface TreeReader {
  /** The hash of the complete subtree `index` at `level`; reads at most 256 rows. */
  readonly nodeAt: (level: number, index: number) => Uint8Array;
  readonly rootAt: (size: number) => Uint8Array;
  /** The `index`-th `width` hashes of a level of tiles, one after the other (c2sp.org/tlog-tiles). */
  readonly tileHashes: (level: number, index: number, width: number) => Uint8Array;
  readonly leafProof: (index: number, size: number) => LeafProof;
}

const hashBytes = 32;

function fold(hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes;
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at + 1 < row.length; at += 2) {
      const [left, right] = [row[at], row[at + 1]];
      assert(left !== undefined && right !== undefined, "a subtree is complete");
      above.push(nodeHash(sha256, left, right));
    }
    row = above;
  }
  assert(row[0] !== undefined, "a subtree has leaves");
  return row[0];
}

/** Leaf hashes [from, from + count), which live side by side in their batches. */
function leafReader(db: Driver): (from: number, count: number) => Uint8Array[] {
  const rows = db.prepare<LeavesRow>(
    `SELECT first_leaf, leaves FROM batches WHERE leaf_count > 0 AND first_leaf < ?
      AND first_leaf >= coalesce((SELECT max(first_leaf) FROM batches
        WHERE leaf_count > 0 AND first_leaf <= ?), 0) ORDER BY first_leaf`,
  );
  return (from, count) => {
    const found: Uint8Array[] = [];
    for (const { first_leaf: first, leaves } of rows.all(from + count, from)) {
      const skip = Math.max(0, from - Number(first));
      const take = Math.min(leaves.length / hashBytes, from + count - Number(first));
      for (let at = skip; at < take; at += 1) {
        found.push(leaves.slice(hashBytes * at, hashBytes * (at + 1)));
      }
    }
    assert(found.length === count, "every leaf asked for is in the journal");
    return found;
  };
}

/** Prepares the reads once per connection. Levels 8, 16 … are stored, the others folded from below. */
export function readTree(db: Driver): TreeReader {
  const leaves = leafReader(db);
  const nodes = db.prepare<{ hash: Uint8Array }>(
    "SELECT hash FROM nodes WHERE level = ? AND idx >= ? AND idx < ? ORDER BY idx",
  );

  /** Hashes [from, from + count) of a level that is kept: of leaves, or one of levels 8, 16 … */
  function kept(level: number, from: number, count: number): Uint8Array[] {
    if (level === 0) return leaves(from, count);
    const hashes = nodes.all(level, from, from + count).map(({ hash }) => hash);
    assert(hashes.length === count, "every complete subtree of a kept level is stored");
    return hashes;
  }

  function nodeAt(level: number, index: number): Uint8Array {
    const count = 2 ** (level % 8);
    return fold(kept(level - (level % 8), index * count, count));
  }

  // A log only grows, so a size has one root, and all who ask in one second ask under the same head.
  let last: { readonly size: number; readonly root: Uint8Array } | null = null;

  function rootAt(size: number): Uint8Array {
    if (last?.size !== size) last = { size, root: foldRoot(size) };
    return last.root.slice();
  }

  function foldRoot(size: number): Uint8Array {
    const hashes: Uint8Array[] = [];
    let from = 0;
    for (let level = 52; level >= 0; level -= 1) {
      const width = 2 ** level;
      if (Math.floor(size / width) % 2 === 0) continue;
      hashes.push(nodeAt(level, from / width));
      from += width;
    }
    return rangeRoot(sha256, { size, hashes });
  }

  return {
    nodeAt,
    rootAt,
    tileHashes: (level, index, width) => concat(...kept(8 * level, index * tileWidth, width)),
    leafProof(index, size) {
      const proof = inclusionProof(sha256, index, size, nodeAt);
      return { index, size, leaf: nodeAt(0, index), root: rootAt(size), proof };
    },
  };
}
