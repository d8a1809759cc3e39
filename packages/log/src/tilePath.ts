import { assert } from "@farthing/core";
import { isCount } from "./subtree.ts";

/** Hashes in a full tile (c2sp.org/tlog-tiles). */
export const tileWidth = 256;

/** One resource of a tiled log: `width` hashes from the `index`-th tile of a level, or so many entries. */
export interface Tile {
  /** 0 to 63, each 8 levels of the tree; or the entries themselves. */
  readonly level: number | "entries";
  readonly index: number;
  /** 1 to 256; below 256 the tile is partial. */
  readonly width: number;
}

/** Where a tile is served, such as `tile/0/x001/x234/067.p/8`, below the log's prefix. */
export function tilePath({ level, index, width }: Tile): string {
  assert(isCount(index), "a tile's index is a count");
  assert(width >= 1 && width <= tileWidth, "a tile is 1 to 256 wide");
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  const groups = padded.match(/.{3}/g) ?? [];
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  return `tile/${level}/${path}${width < tileWidth ? `.p/${width}` : ""}`;
}

/** The tile that a path names in its one spelling, or `null`. */
export function parseTilePath(path: string): Tile | null {
  const parts = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (parts === null) return null;
  const [, kind, groups = "", partial] = parts;
  const level = kind === "entries" ? kind : Number(kind);
  const index = Number(groups.replaceAll(/[x/]/g, ""));
  const width = partial === undefined ? tileWidth : Number(partial);
  if (!isCount(index) || width < 1 || width > tileWidth) return null;
  if (level !== "entries" && level > 63) return null;
  const tile: Tile = { level, index, width };
  return tilePath(tile) === path ? tile : null;
}
