import type { Anchored } from "./anchor.ts";
import { type Hash, hashLength } from "./hash.ts";
import { inclusionProof, verifyInclusion } from "./inclusion.ts";
import type { NodeAt } from "./subtree.ts";
import { type Tile, tilePath } from "./tilePath.ts";
import { nodesOfTiles } from "./tiles.ts";

/** Whether a leaf stands under an anchored head; `not-yet`: the head covers fewer leaves. */
export type AnchoredVerdict = "anchored" | "not-yet" | "not-in-anchor";

/**
 * The tiles that prove leaf `index` under a head of `size` leaves, at most one for each side of each level of tiles
 * (c2sp.org/tlog-tiles): what to read before `checkAnchored`.
 */
export function tilesOfProof(hash: Hash, index: number, size: number): Tile[] {
  const tiles = new Map<string, Tile>();
  const nothing = new Uint8Array(256 * hashLength);
  const nodeAt: NodeAt = nodesOfTiles(hash, size, (tile) => {
    tiles.set(tilePath(tile), tile);
    return nothing.subarray(0, tile.width * hashLength);
  });
  inclusionProof(hash, index, size, nodeAt);
  return [...tiles.values()];
}

/**
 * Whether the leaf with the hash `leaf` is leaf `index` of the tree under `anchored`. `tileAt` answers the bytes of each
 * tile of `tilesOfProof`, from anywhere: nothing is believed of them but what the anchored root proves.
 *
 * @example
 * const tiles = await Promise.all(tilesOfProof(sha256, index, anchored.size).map(fetchTile));
 * checkAnchored(sha256, { leaf, index }, anchored, tileOf(tiles)) === "anchored";
 */
export function checkAnchored(
  hash: Hash,
  { leaf, index }: { readonly leaf: Uint8Array; readonly index: number },
  anchored: Anchored,
  tileAt: (tile: Tile) => Uint8Array,
): AnchoredVerdict {
  const { size, root } = anchored;
  if (index >= size) return "not-yet";
  const nodeAt = nodesOfTiles(hash, size, tileAt);
  const proof = inclusionProof(hash, index, size, nodeAt);
  return verifyInclusion(hash, { leaf, index, size, proof, root }) ? "anchored" : "not-in-anchor";
}

/** A tile's bytes out of a fuller one's at the same place: what a partial tile was before it grew. `null`: too short. */
export function narrowTile(tile: Tile, bytes: Uint8Array): Uint8Array | null {
  const length = tile.width * hashLength;
  return bytes.length < length ? null : bytes.subarray(0, length);
}
