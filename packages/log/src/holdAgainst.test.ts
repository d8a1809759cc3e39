import { utf8 } from "@farthing/core";
import { expect, test } from "vitest";
import { anchorSentence } from "./anchorWords.ts";
import { checkpointBody } from "./checkpoint.ts";
import type { TrueReceipt } from "./checkReceiptFile.ts";
import { disclosedLeaf, type Disclosure } from "./disclosure.ts";
import { type FoundAnchor, holdAgainst, openAnchorHead } from "./holdAgainst.ts";
import { logAddress } from "./logAddress.ts";
import { opensslSigner, opensslVerifiers, sha256 } from "./notes.testing.ts";
import { isPolicy, parseTrustPolicy } from "./policy.ts";
import { appendLeaf, emptyRange, rangeRoot } from "./range.ts";
import { signNote } from "./signNote.ts";
import { type Tile, tilePath } from "./tilePath.ts";
import { tileBytes } from "./tiles.ts";
import { verifierKey } from "./verifierKey.ts";

const seed = (byte: number) => new Uint8Array(32).fill(byte);
const shut = (byte: number) => ({ commitment: seed(byte) });
const disclosure: Disclosure = {
  timestamp: 1_767_225_600_000_000_001n,
  groups: { shared: shut(5), payer: shut(6), merchant: shut(7) },
};
const [origin, index, sizeMax] = ["pay.example/log", 6, 300];
const nodes = new Map<string, Uint8Array>();
const roots = [rangeRoot(sha256, emptyRange)];
let range = emptyRange;
for (let at = 0; at < sizeMax; at += 1) {
  const leaf = at === index ? disclosedLeaf(sha256, disclosure) : sha256(utf8(String(at)));
  range = appendLeaf(sha256, range, leaf, (level, place, hash) =>
    nodes.set(`${level}/${place}`, hash),
  );
  roots.push(rangeRoot(sha256, range));
}
const headOf = (size: number) => ({ size, root: roots[size] ?? expect.fail() });
const receipt: TrueReceipt = {
  disclosure,
  index,
  checkpoint: { origin, ...headOf(11), signed: [] },
};

/** Holds the receipt against what an anchor holds; answers with the verdict, its sentence and the tiles that were read. */
async function hold(anchored: FoundAnchor["anchored"], bend = 0) {
  const asked: string[] = [];
  const readTiles = async (tiles: readonly Tile[]) => {
    asked.push(...tiles.map(tilePath));
    return ({ level, ...tile }: Tile) =>
      tileBytes({ level: Number(level), ...tile }, (at, place) => nodes.get(`${at}/${place}`)!).map(
        (byte) => byte ^ bend,
      );
  };
  const found: FoundAnchor = { place: { kind: "file", name: "anchors" }, anchored };
  const check = await holdAgainst(sha256, receipt, found, readTiles);
  return { verdict: check.verdict, said: anchorSentence(check, index, "en"), asked };
}

test("a head of another length is reached by tiles, the receipt's own without", async () => {
  expect(await hold(headOf(11))).toEqual({
    verdict: "anchored",
    said: "Anchored: it stands under the head of 11 leaves that nobody can take back, in anchors.",
    asked: [],
  });
  for (const [size, tiles] of [
    [7, ["tile/0/000.p/7"]],
    [300, ["tile/0/000", "tile/0/001.p/44"]],
  ] as const) {
    const { verdict, asked } = await hold(headOf(size));
    expect([verdict, asked.toSorted()]).toEqual(["anchored", tiles]);
    expect((await hold(headOf(size), 1)).verdict).toBe("not-in-anchor");
  }
});

test("another head over as many leaves is told without a tile: two histories, or another log", async () => {
  const told = await hold({ size: 11, root: seed(1) });
  expect(told).toMatchObject({ verdict: "other-head", asked: [] });
  expect(told.said).toMatch(/^Not proven: anchors holds another head of 11 leaves than /);
  expect(await hold({ size: 300, root: seed(1) })).toMatchObject({ verdict: "not-in-anchor" });
});

test("a head that does not reach the leaf says nothing yet", async () => {
  for (const [anchored, leaves] of [
    [null, "0 leaves"],
    [headOf(1), "1 leaf"],
    [headOf(6), "6 leaves"],
  ] as const) {
    const { verdict, said, asked } = await hold(anchored);
    expect([verdict, asked]).toEqual(["not-yet", []]);
    expect(said).toContain(`this is leaf 6, and the head in anchors covers ${leaves}.`);
  }
});

test("a head in a file counts if the receipt's own log signed it, with each kind of key", async () => {
  const signers = (name: string) => [
    opensslSigner(name, "ed25519", seed(name.length)),
    opensslSigner(name, "ml-dsa-44", seed(name.length)),
  ];
  const witness = opensslSigner("w.example", "ed25519-cosignature", seed(3));
  const known = [...signers(origin), ...signers("other.example/log")];
  const lines = known.map((key) => `log ${verifierKey(sha256, key)}`);
  const read = parseTrustPolicy(
    sha256,
    [...lines, `witness w ${verifierKey(sha256, witness)}`, "quorum w"].join("\n"),
  );
  const policy = isPolicy(read) ? read : expect.fail(read.fault);
  const open = (name: string, by = signers(name)) => {
    const { size, root } = headOf(11);
    const note = signNote(sha256, checkpointBody(name, size, root), by, 1_800_000_000);
    return openAnchorHead(sha256, { size, root, note }, receipt, policy, opensslVerifiers);
  };
  expect(await open(origin)).toEqual(headOf(11));
  expect(await open(origin, signers(origin).slice(0, 1))).toBe("not-the-log");
  // Known to the policy, but not the receipt's.
  expect(await open("other.example/log")).toBe("not-the-log");
  expect((await hold("not-the-log")).said).toMatch(
    /^Not proven: the head in anchors is not signed/,
  );
});

test("a log's name says where it is asked", () => {
  expect(logAddress("pay.example/log")).toBe("https://pay.example/log");
  expect(logAddress("localhost:8080/log")).toBe("http://localhost:8080/log");
});
