import { assert, concat } from "@farthing/core";
import { type Hash, hashLength, nodeHash } from "./hash.ts";
import { isCount, type NodeAt } from "./subtree.ts";
import { type Tile, tileWidth } from "./tilePath.ts";

/** How many of the tree's levels one level of tiles spans. */
const tileHeight = 8;

/** How wide the tile is in the tree of `size` leaves: 0 to 256. Entries are as wide as level 0. */
export function widthIn(size: number, { level, index }: Pick<Tile, "level" | "index">): number {
  const hashes = Math.floor(size / tileWidth ** (level === "entries" ? 0 : level));
  return Math.max(0, Math.min(tileWidth, hashes - index * tileWidth));
}

/**
 * The tiles that the tree of `newSize` leaves has and that of `oldSize` had not, each at its width now: what a log
 * writes for one more checkpoint. At most one partial tile a level, and the entries beside each of level 0.
 */
export function* tilesBetween(oldSize: number, newSize: number): Generator<Tile> {
  assert(isCount(oldSize) && isCount(newSize) && oldSize <= newSize, "a tree only grows");
  for (let level = 0; tileWidth ** level <= newSize; level += 1) {
    const had = Math.floor(oldSize / tileWidth ** level);
    const has = Math.floor(newSize / tileWidth ** level);
    for (let index = Math.floor(had / tileWidth); index * tileWidth < has; index += 1) {
      const width = widthIn(newSize, { level, index });
      if (width === widthIn(oldSize, { level, index })) continue;
      yield { level, index, width };
      if (level === 0) yield { level: "entries", index, width };
    }
  }
}

/** A tile's bytes: its hashes one after the other. Asks `nodeAt` for complete subtrees only. */
export function tileBytes(
  { level, index, width }: Tile & { readonly level: number },
  nodeAt: NodeAt,
): Uint8Array {
  const hashes = Array.from({ length: width }, (_, at) =>
    nodeAt(level * tileHeight, index * tileWidth + at),
  );
  return concat(...hashes);
}

/** An entry bundle: each entry behind its length in two big-endian bytes. */
export function entryBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concat(
    ...entries.flatMap((entry) => {
      assert(entry.length < 1 << 16, "an entry's length fits two bytes");
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
    }),
  );
}

/** The entries of a bundle that holds exactly `count`, or `null`. */
export function parseEntryBundle(bytes: Uint8Array, count: number): Uint8Array[] | null {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined || entries.length === count) return null;
    const end = at + 2 + high * 256 + low;
    if (end > bytes.length) return null;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries.length === count ? entries : null;
}

/**
 * Nodes of a tree of `size` leaves out of its tiles, for proofs made by whoever reads the log from outside: `tileAt`
 * answers the bytes of the tile, whose length is asserted and which are believed; a proof made of them is not until it
 * verifies.
 */
export function nodesOfTiles(hash: Hash, size: number, tileAt: (tile: Tile) => Uint8Array): NodeAt {
  return function nodeAt(level, index) {
    const tileLevel = Math.floor(level / tileHeight);
    const inTile = level % tileHeight;
    // A node inside a tile is the root over 2^inTile of its hashes.
    const span = 2 ** inTile;
    const first = index * span;
    const at = { level: tileLevel, index: Math.floor(first / tileWidth) };
    const width = widthIn(size, at);
    const tile = tileAt({ ...at, width });
    assert(tile.length === width * hashLength, "a tile has all its hashes");
    const from = first % tileWidth;
    return rootOver(hash, tile.subarray(from * hashLength, (from + span) * hashLength));
  };
}

/** The root over a power of two of concatenated hashes. */
function rootOver(hash: Hash, hashes: Uint8Array): Uint8Array {
  if (hashes.length <= hashLength) return hashes;
  const middle = hashes.length / 2;
  return nodeHash(
    hash,
    rootOver(hash, hashes.subarray(0, middle)),
    rootOver(hash, hashes.subarray(middle)),
  );
}
