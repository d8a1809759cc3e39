import { bytesEqual } from "@farthing/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { consistencyProof, verifyConsistency } from "./consistency.ts";
import { leafHash, nodeHash } from "./hash.ts";
import { inclusionProof, verifyInclusion } from "./inclusion.ts";
import { sha256 } from "./notes.testing.ts";
import { appendLeaf, emptyRange, rangeRoot } from "./range.ts";
import { parseTilePath, type Tile, tilePath } from "./tilePath.ts";
import {
  entryBundle,
  nodesOfTiles,
  parseEntryBundle,
  tileBytes,
  tilesBetween,
  widthIn,
} from "./tiles.ts";

/** A tree of `size` leaves, each node kept. */
function grow(size: number) {
  const nodes = new Map<string, Uint8Array>();
  const roots = [rangeRoot(sha256, emptyRange)];
  let range = emptyRange;
  for (let leaf = 0; leaf < size; leaf += 1) {
    const hash = leafHash(sha256, new Uint8Array([leaf >> 16, leaf >> 8, leaf]));
    range = appendLeaf(sha256, range, hash, (level, index, node) =>
      nodes.set(`${level}/${index}`, node),
    );
    roots.push(rangeRoot(sha256, range));
  }
  const nodeAt = (level: number, index: number) =>
    nodes.get(`${level}/${index}`) ?? expect.fail(`no node ${level}/${index}`);
  return { nodeAt, roots };
}

const size = 70_000;
const { nodeAt, roots } = grow(size);

describe("a tile's path", () => {
  test.each([
    [{ level: 0, index: 0, width: 256 }, "tile/0/000"],
    [{ level: 0, index: 1_234_067, width: 256 }, "tile/0/x001/x234/067"],
    [{ level: 1, index: 999, width: 17 }, "tile/1/999.p/17"],
    [{ level: 63, index: 1_000, width: 255 }, "tile/63/x001/000.p/255"],
    [{ level: "entries", index: 273, width: 112 }, "tile/entries/273.p/112"],
  ] as const)("%o is %s", (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  test.each([
    "",
    "tile/0/0",
    "tile/0/0000",
    "tile/00/000",
    "tile/64/000",
    "tile/-1/000",
    "tile/data/000",
    "tile/0/x000/000",
    "tile/0/001/002",
    "tile/0/x001/x002",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/000.p/01",
    "tile/0/000.p/",
    "tile/0/000/",
    "/tile/0/000",
    "tile/0/../000",
    "tile/0/000\n",
    `tile/0/${"x999/".repeat(6)}999`,
    `tile/0/x999/x999/x999/x999/x999/999`,
  ])("%j is refused", (path) => {
    expect(parseTilePath(path)).toBe(null);
  });

  test("of any tile reads back, and any text is answered", () => {
    const level = fc.oneof(fc.nat({ max: 63 }), fc.constant("entries" as const));
    const width = fc.integer({ min: 1, max: 256 });
    fc.assert(
      fc.property(level, fc.maxSafeNat(), width, fc.string(), (at, index, wide, text) => {
        const tile: Tile = { level: at, index, width: wide };
        expect(parseTilePath(tilePath(tile))).toEqual(tile);
        const read = parseTilePath(text);
        if (read !== null) expect(tilePath(read)).toBe(text);
      }),
    );
  });
});

describe("the tiles of a tree", () => {
  test("of 70,000 leaves are those that the specification counts", () => {
    const all = [...tilesBetween(0, size)].filter(({ level }) => level !== "entries");
    const of = (level: number, isFull: boolean) =>
      all.filter((tile) => tile.level === level && (tile.width === 256) === isFull);
    expect(of(0, true)).toHaveLength(273);
    expect(of(0, false)).toEqual([{ level: 0, index: 273, width: 112 }]);
    expect(of(1, true)).toEqual([{ level: 1, index: 0, width: 256 }]);
    expect(of(1, false)).toEqual([{ level: 1, index: 1, width: 17 }]);
    expect(of(2, false)).toEqual([{ level: 2, index: 0, width: 1 }]);
    expect(all).toHaveLength(277);
  });

  test("of 256 leaves are a full one and a partial one above it", () => {
    expect([...tilesBetween(0, 256)]).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: "entries", index: 0, width: 256 },
      { level: 1, index: 0, width: 1 },
    ]);
    expect([...tilesBetween(256, 256)]).toEqual([]);
    expect([...tilesBetween(0, 0)]).toEqual([]);
  });

  test("grown step by step are those grown at once, but for partial ones that were outgrown", () => {
    const sizes = fc.array(fc.nat({ max: 700 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sizes, (steps) => {
        const seen = new Map<string, Tile>();
        let from = 0;
        for (const step of steps) {
          for (const tile of tilesBetween(from, from + step)) {
            expect(seen.has(tilePath(tile))).toBe(false);
            seen.set(tilePath(tile), tile);
          }
          from += step;
        }
        for (const tile of tilesBetween(0, from)) expect(seen.get(tilePath(tile))).toEqual(tile);
        for (const tile of seen.values())
          expect(tile.width).toBeLessThanOrEqual(widthIn(from, tile));
      }),
    );
  });

  const tileAt = (tile: Tile) =>
    tile.level === "entries" ? expect.fail() : tileBytes({ ...tile, level: tile.level }, nodeAt);

  test("give every proof that the nodes give", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: size }), fc.nat(), (of, pick) => {
        const index = pick % of;
        const outside = nodesOfTiles(sha256, of, tileAt);
        const proof = inclusionProof(sha256, index, of, outside);
        expect(proof).toEqual(inclusionProof(sha256, index, of, nodeAt));
        const leaf = nodeAt(0, index);
        expect(verifyInclusion(sha256, { leaf, index, size: of, proof, root: roots[of]! })).toBe(
          true,
        );
        const grown = consistencyProof(sha256, index, of, outside);
        const [oldSize, newSize, oldRoot, newRoot] = [index, of, roots[index]!, roots[of]!];
        const claim = { oldSize, newSize, oldRoot, newRoot, proof: grown };
        expect(verifyConsistency(sha256, claim)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("hold at level 1 the roots of full tiles below", () => {
    const below = tileAt({ level: 0, index: 0, width: 256 });
    let hashes = Array.from({ length: 256 }, (_, at) => below.subarray(at * 32, at * 32 + 32));
    while (hashes.length > 1) {
      hashes = Array.from({ length: hashes.length / 2 }, (_, at) =>
        nodeHash(sha256, hashes[2 * at]!, hashes[2 * at + 1]!),
      );
    }
    const above = tileAt({ level: 1, index: 0, width: 256 });
    expect(bytesEqual(above.subarray(0, 32), hashes[0]!)).toBe(true);
  });

  test("that are cut short make no proof", () => {
    const short = nodesOfTiles(sha256, size, (tile) => tileAt(tile).subarray(1));
    expect(() => inclusionProof(sha256, 5, size, short)).toThrow("a tile has all its hashes");
  });
});

describe("an entry bundle", () => {
  test("holds entries behind their lengths", () => {
    const entries = [new Uint8Array(32).fill(1), new Uint8Array(0), new Uint8Array(300).fill(2)];
    const bundle = entryBundle(entries);
    expect([...bundle.subarray(0, 2)]).toEqual([0, 32]);
    expect(parseEntryBundle(bundle, 3)).toEqual(entries);
    expect(parseEntryBundle(bundle, 2)).toBe(null);
    expect(parseEntryBundle(bundle, 4)).toBe(null);
    for (let cut = 1; cut < bundle.length; cut += 1) {
      expect(parseEntryBundle(bundle.subarray(0, -cut), 3)).toBe(null);
    }
  });
});
