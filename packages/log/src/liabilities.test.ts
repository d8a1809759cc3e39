import { fromHex, toHex } from "@farthing/core";
import { describe, expect, test } from "vitest";
import vectors from "../../../specs/vectors/liabilities.json" with { type: "json" };
import {
  type Liability,
  liabilityLeaf,
  type LiabilityProof,
  type SumNode,
  sumNode,
  verifyLiability,
} from "./liabilities.ts";
import { sha256 } from "./notes.testing.ts";

const liabilities: Liability[] = vectors.leaves.map(({ salt, account, balance }) => ({
  salt: fromHex(salt) ?? new Uint8Array(0),
  account: BigInt(account),
  balance: BigInt(balance),
}));

/** Every level of the tree, the leaves first. */
function levelsOf(leaves: readonly SumNode[]): SumNode[][] {
  const levels = [[...leaves]];
  for (let level = levels[0]; level !== undefined && level.length > 1; level = levels.at(-1)) {
    const above: SumNode[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at], level[at + 1]];
      if (left !== undefined && right !== undefined) above.push(sumNode(sha256, left, right));
    }
    levels.push(above);
  }
  return levels;
}

const levels = levelsOf(liabilities.map((each) => liabilityLeaf(sha256, each)));
const root = levels.at(-1)?.[0] ?? expect.fail("a root");

function proofOf(index: number): LiabilityProof {
  const path = levels.slice(0, -1).map((level, at) => {
    return level[Math.floor(index / 2 ** at) ^ 1] ?? expect.fail("a sibling");
  });
  const liability = liabilities[index] ?? expect.fail("a leaf");
  return { liability, index, size: liabilities.length, path, root };
}

describe("known answers", () => {
  test("leaves, nodes and the root", () => {
    expect(levels.map((level) => level.map(({ hash }) => toHex(hash)))).toEqual(vectors.hashes);
    expect(root.sum).toBe(BigInt(vectors.sum));
  });

  test.each(liabilities.keys().toArray())("leaf %i is in the total", (index) => {
    expect(verifyLiability(sha256, proofOf(index))).toBe(true);
  });
});

const one = proofOf(2);
const [first, ...rest] = one.path;
if (first === undefined) throw new Error("a path");
const max = (1n << 128n) - 1n;

/** Every lie about a proof, and about what is beside it. */
const lies: [string, Partial<LiabilityProof>][] = [
  ["a larger balance", { liability: { ...one.liability, balance: one.liability.balance + 1n } }],
  ["a smaller balance", { liability: { ...one.liability, balance: one.liability.balance - 1n } }],
  ["a negative balance", { liability: { ...one.liability, balance: -1n } }],
  ["another account", { liability: { ...one.liability, account: 1n } }],
  ["another salt", { liability: { ...one.liability, salt: new Uint8Array(32) } }],
  ["a short salt", { liability: { ...one.liability, salt: new Uint8Array(31) } }],
  ["another place", { index: 3 }],
  ["a place outside", { index: liabilities.length }],
  ["no whole place", { index: 0.5 }],
  ["another size", { size: 2 * liabilities.length }],
  ["a shorter path", { path: rest }],
  ["a longer path", { path: [...one.path, first] }],
  ["a sibling with more", { path: [{ ...first, sum: first.sum + 1n }, ...rest] }],
  ["a sibling that owes", { path: [{ ...first, sum: -first.sum }, ...rest] }],
  ["a sibling that overflows", { path: [{ ...first, sum: max }, ...rest] }],
  ["a sibling of 129 bits", { path: [{ ...first, sum: max + 1n }, ...rest] }],
  ["another sibling", { path: [{ ...first, hash: new Uint8Array(32) }, ...rest] }],
  ["half a sibling", { path: [{ ...first, hash: first.hash.slice(0, 16) }, ...rest] }],
  ["a larger total", { root: { ...root, sum: root.sum + 1n } }],
  ["a smaller total", { root: { ...root, sum: root.sum - 1n } }],
  ["another root", { root: { ...root, hash: new Uint8Array(32) } }],
  ["half a root", { root: { ...root, hash: root.hash.slice(0, 16) } }],
];

test.each(lies)("%s is refused", (_name, lie) => {
  expect(verifyLiability(sha256, { ...one, ...lie })).toBe(false);
});

test("Maxwell's tree was broken by hiding one child's sum behind the other's: here no pair of sums but the true one fits", () => {
  // With the sum of both children hashed, (a, b) could be shown as (a, 0) to one and (0, b) to the other.
  for (const moved of [1n, 10n, first.sum]) {
    const lower = { ...first, sum: first.sum - moved };
    const liability = { ...one.liability, balance: one.liability.balance + moved };
    expect(verifyLiability(sha256, { ...one, liability, path: [lower, ...rest] })).toBe(false);
  }
});

test("what is negative or overflows is never sealed", () => {
  const [leaf] = liabilities;
  if (leaf === undefined) throw new Error("a leaf");
  expect(() => liabilityLeaf(sha256, { ...leaf, balance: -1n })).toThrow("is not negative");
  expect(() => liabilityLeaf(sha256, { ...leaf, balance: max + 1n })).toThrow("128 bits");
  const full = liabilityLeaf(sha256, { ...leaf, balance: max });
  const cent = liabilityLeaf(sha256, { ...leaf, balance: 1n });
  expect(() => sumNode(sha256, full, cent)).toThrow("128 bits");
});
