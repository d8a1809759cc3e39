import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex } from "@farthing/core";
import { appendLeaf, consistencyProof, emptyRange, leafHash, rangeRoot } from "@farthing/log";
import { afterAll, beforeAll, expect, test } from "vitest";
import owed from "../../specs/vectors/liabilities.json" with { type: "json" };
import log from "../../specs/vectors/log.json" with { type: "json" };
import { buildGo } from "./buildGo.ts";

// Trees, notes, commitments and sums of the vectors, computed by Go anew; and proofs of growth that we made, judged by Go.

const sha256 = (data: Uint8Array) => new Uint8Array(createHash("sha256").update(data).digest());

interface Claim {
  readonly oldSize: number;
  readonly newSize: number;
  readonly oldRoot: string;
  readonly newRoot: string;
  readonly proof: readonly string[];
}

interface Said {
  readonly roots: string[];
  readonly included: boolean[];
  readonly consistent: boolean[];
  readonly ours: boolean[];
  readonly signing: string;
  readonly opening: (string | null)[];
  readonly malformed: string[];
  readonly checkpoints: { size: number; root: string }[];
  readonly commitments: Record<string, string>[];
  readonly liabilities: { hashes: string[][]; sum: string };
}

const claims = ourClaims(70);
let folder: string;
let said: Said;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-go-"));
  const program = buildGo("gotree/main.go", folder);
  const proofs = join(folder, "proofs.json");
  writeFileSync(proofs, JSON.stringify([...claims, ...claims.flatMap(lies)]));
  const files = ["log.json", "liabilities.json"].map((name) =>
    join(import.meta.dirname, "../../specs/vectors", name),
  );
  said = JSON.parse(execFileSync(program, [...files, proofs], { encoding: "utf8" })) as Said;
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Our proof that each tree of up to so many leaves is the beginning of each larger one. */
function ourClaims(most: number): Claim[] {
  const nodes = new Map<string, Uint8Array>();
  const roots: string[] = [];
  let range = emptyRange;
  for (let at = 0; at <= most; at += 1) {
    roots.push(toHex(rangeRoot(sha256, range)));
    const leaf = leafHash(sha256, Uint8Array.of(at));
    range = appendLeaf(sha256, range, leaf, (level, index, hash) =>
      nodes.set(`${level}/${index}`, hash),
    );
  }
  const nodeAt = (level: number, index: number) =>
    nodes.get(`${level}/${index}`) ?? expect.fail(`a node ${level}/${index}`);
  const made: Claim[] = [];
  for (let newSize = 1; newSize <= most; newSize += 1) {
    for (let oldSize = 1; oldSize <= newSize; oldSize += 1) {
      const proof = consistencyProof(sha256, oldSize, newSize, nodeAt).map(toHex);
      const [oldRoot = "", newRoot = ""] = [roots[oldSize], roots[newSize]];
      made.push({ oldSize, newSize, oldRoot, newRoot, proof });
    }
  }
  return made;
}

/** The same claim with another old root, and with a hash more. */
function lies(claim: Claim): Claim[] {
  const other = "00".repeat(32);
  return [
    { ...claim, oldRoot: other },
    { ...claim, proof: [...claim.proof, other] },
  ];
}

test("Go believes each proof of growth that we make, and none that was changed", () => {
  expect(claims).toHaveLength((70 * 71) / 2);
  expect(said.ours.slice(0, claims.length)).toEqual(claims.map(() => true));
  expect(said.ours.slice(claims.length)).toEqual(claims.flatMap(lies).map(() => false));
});

test("roots, paths and growth of the reference tree", () => {
  expect(said.roots).toEqual(log.tree.roots.slice(1));
  expect(said.included).toEqual(log.tree.inclusion.map(() => true));
  expect(said.consistent).toEqual(log.tree.consistency.map(() => true));
});

test("notes and heads open alike, and what is malformed to us is so to Go, but for one", () => {
  expect(said.signing).toBe(log.notes.signing.body);
  expect(said.opening).toEqual(log.notes.opening.map(({ body }) => body));
  // Go takes base64 that has bits to spare, too: one signature would have several texts.
  const spare = log.notes.malformed.filter((text) => text.endsWith("nAN=\n"));
  expect([spare.length, said.malformed]).toEqual([1, spare]);
  expect(said.checkpoints).toEqual(log.checkpoints.map(({ size, root }) => ({ size, root })));
});

test("commitments and leaves", () => {
  const made = log.commitments.entries.map((entry) => {
    const { commitment, leafData, leafHash: hash } = entry;
    return { commitment, leafData, leafHash: hash };
  });
  expect(said.commitments).toEqual(made);
});

test("the sealed total: each leaf, each node and the sum", () => {
  expect(said.liabilities).toEqual({ hashes: owed.hashes, sum: owed.sum });
});
