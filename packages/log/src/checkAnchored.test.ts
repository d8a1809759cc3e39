import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkAnchored, narrowTile, tilesOfProof } from "./checkAnchored.ts";
import { leafHash } from "./hash.ts";
import { appendLeaf, emptyRange, rangeRoot } from "./range.ts";
import { type Tile, tilePath } from "./tilePath.ts";
import { tileBytes } from "./tiles.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
const leafOf = (index: number) => leafHash(sha256, Uint8Array.of(index >> 8, index & 255));
const nodes = new Map<string, Uint8Array>();
const roots = [rangeRoot(sha256, emptyRange)];
const sizeMax = 1_100;
let range = emptyRange;
for (let index = 0; index < sizeMax; index += 1) {
  range = appendLeaf(sha256, range, leafOf(index), (level, at, node) => {
    nodes.set(`${level}/${at}`, node);
  });
  roots.push(rangeRoot(sha256, range));
}

/** A tile's bytes as the log that has grown to `sizeMax` keeps them. */
function tileAt({ level, ...tile }: Tile): Uint8Array {
  if (level === "entries") return expect.fail("no proof needs entries");
  return tileBytes({ level, ...tile }, (at, index) => nodes.get(`${at}/${index}`)!);
}

test("every leaf is proven under every head that covers it, and under none with another root", () => {
  fc.assert(
    fc.property(fc.nat(sizeMax - 1), fc.nat(sizeMax - 1), (index, more) => {
      const size = Math.min(sizeMax, index + 1 + more);
      const anchored = { size, root: roots[size]! };
      const leaf = leafOf(index);
      expect(checkAnchored(sha256, { leaf, index }, anchored, tileAt)).toBe("anchored");
      const other = { leaf: leafOf(index + 1), index };
      expect(checkAnchored(sha256, other, anchored, tileAt)).toBe("not-in-anchor");
      const lie = { size, root: roots[size - 1]! };
      expect(checkAnchored(sha256, { leaf, index }, lie, tileAt)).toBe("not-in-anchor");
    }),
  );
});

test("a head that covers fewer leaves says nothing yet, and asks for no tile", () => {
  const none = () => expect.fail("no tile is needed");
  const leaf = leafOf(5);
  for (const size of [0, 5])
    expect(checkAnchored(sha256, { leaf, index: 5 }, { size, root: roots[size]! }, none)).toBe(
      "not-yet",
    );
});

test("only the tiles that are named are read, and each byte of them counts", () => {
  const [index, size] = [300, 1_025];
  const tiles = tilesOfProof(sha256, index, size);
  expect(tiles.map(tilePath).sort()).toEqual(["tile/0/001", "tile/0/004.p/1", "tile/1/000.p/4"]);
  const anchored = { size, root: roots[size]! };
  const check = (changed: string | null) =>
    checkAnchored(sha256, { leaf: leafOf(index), index }, anchored, (tile) => {
      const path = tilePath(tile);
      expect(tiles.map(tilePath)).toContain(path);
      const bytes = tileAt(tile);
      return path === changed ? bytes.map((byte) => byte ^ 1) : bytes;
    });
  expect(check(null)).toBe("anchored");
  for (const tile of tiles) expect(check(tilePath(tile))).toBe("not-in-anchor");
});

test("a partial tile is read out of the full one that took its place", () => {
  const full = tileAt({ level: 0, index: 0, width: 256 });
  const partial: Tile = { level: 0, index: 0, width: 44 };
  expect(narrowTile(partial, full)).toEqual(tileAt(partial));
  expect(narrowTile(partial, full.subarray(0, 43 * 32))).toBe(null);
});
