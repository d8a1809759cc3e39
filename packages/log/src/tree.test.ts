import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { consistencyProof, verifyConsistency } from "./consistency.ts";
import { emptyRoot, leafHash, nodeHash } from "./hash.ts";
import { inclusionProof, verifyInclusion } from "./inclusion.ts";
import { appendLeaf, type CompactRange, emptyRange, rangeRoot } from "./range.ts";

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());
const leaves = Array.from({ length: 201 }, (_, at) => leafHash(sha256, Uint8Array.of(at)));
const sizes = Array.from({ length: 201 }, (_, size) => size);

const known = new Map<string, Uint8Array>();

/** RFC 6962 §2.1, word for word: the yardstick for everything that is cleverer. */
function treeHash(from: number, to: number): Uint8Array {
  const [leaf] = leaves.slice(from, to);
  if (leaf === undefined) return sha256(new Uint8Array(0));
  if (to - from === 1) return leaf;
  const name = `${from}-${to}`;
  let split = 1;
  while (split * 2 < to - from) split *= 2;
  const whole =
    known.get(name) ?? nodeHash(sha256, treeHash(from, from + split), treeHash(from + split, to));
  known.set(name, whole);
  return whole;
}
const nodeAt = (level: number, index: number) =>
  treeHash(index * 2 ** level, (index + 1) * 2 ** level);
const roots = sizes.map((size) => treeHash(0, size));
const root = (size: number) => roots[size] ?? expect.fail(`a root of size ${size}`);
const leaf = (index: number) => leaves[index] ?? expect.fail(`a leaf ${index}`);

describe("a log that grows leaf by leaf", () => {
  test("has RFC 6962's root at every size", () => {
    let range: CompactRange = emptyRange;
    for (const size of sizes) {
      expect(range.size).toBe(size);
      expect(rangeRoot(sha256, range)).toEqual(root(size));
      range = appendLeaf(sha256, range, leaf(size));
    }
    expect(emptyRoot(sha256)).toEqual(root(0));
  });

  test("names every complete subtree once, and leaves the old range alone", () => {
    const heard = new Map<string, Uint8Array>();
    let range: CompactRange = emptyRange;
    for (const index of sizes.slice(0, 200)) {
      const before = { size: range.size, hashes: [...range.hashes] };
      const next = appendLeaf(sha256, range, leaf(index), (level, at, hash) => {
        expect(heard.has(`${level}/${at}`)).toBe(false);
        expect(hash).toEqual(nodeAt(level, at));
        heard.set(`${level}/${at}`, hash);
      });
      expect(range).toEqual(before);
      range = next;
    }
    // 200 leaves: 200 + 100 + 50 + 25 + 12 + 6 + 3 + 1 complete subtrees.
    expect(heard.size).toBe(397);
  });

  test("refuses a range that lost a hash", () => {
    expect(() => rangeRoot(sha256, { size: 3, hashes: [leaf(0)] })).toThrow("each set bit");
    expect(() => appendLeaf(sha256, { size: 1, hashes: [] }, leaf(0))).toThrow("each set bit");
    expect(() => rangeRoot(sha256, { size: -1, hashes: [] })).toThrow("safe integer");
  });
});

describe("an inclusion proof", () => {
  test("verifies for every leaf of every size up to 200", () => {
    let verified = 0;
    for (const size of sizes) {
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionProof(sha256, index, size, nodeAt);
        const claim = { leaf: leaf(index), index, size, proof, root: root(size) };
        if (!verifyInclusion(sha256, claim)) expect.fail(`${index} of ${size}`);
        verified += 1;
      }
    }
    expect(verified).toBe((200 * 201) / 2);
  });

  test("is refused with any bit flipped, hash missing or added, or another place claimed", () => {
    const place = fc
      .integer({ min: 1, max: 200 })
      .chain((size) => fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.constant(size)));
    fc.assert(
      fc.property(place, fc.nat(), fc.nat({ max: 250 }), ([index, size], bit, other) => {
        const proof = inclusionProof(sha256, index, size, nodeAt);
        const claim = { leaf: leaf(index), index, size, proof, root: root(size) };
        const holds = (change: Partial<typeof claim>) =>
          verifyInclusion(sha256, { ...claim, ...change });
        expect(holds({})).toBe(true);
        expect(holds({ leaf: flip(claim.leaf, bit) })).toBe(false);
        expect(holds({ root: flip(claim.root, bit) })).toBe(false);
        proof.forEach((_, at) => expect(holds({ proof: flipIn(proof, at, bit) })).toBe(false));
        expect(holds({ proof: [...proof, leaf(0)] })).toBe(false);
        if (proof.length > 0) expect(holds({ proof: proof.slice(1) })).toBe(false);
        if (proof.length > 0) expect(holds({ proof: proof.slice(0, -1) })).toBe(false);
        if (other !== index) expect(holds({ index: other })).toBe(false);
      }),
    );
  });

  test.each([-1, 0.5, Number.NaN, Infinity, 2 ** 53, 2])(
    "is refused for place %d of 2",
    (index) => {
      const proof = inclusionProof(sha256, 0, 2, nodeAt);
      const claim = { leaf: leaf(0), index, size: 2, proof, root: root(2) };
      expect(verifyInclusion(sha256, claim)).toBe(false);
      expect(verifyInclusion(sha256, { ...claim, index: 0, size: index === 2 ? 1 : index })).toBe(
        false,
      );
    },
  );

  test("is refused for hashes of another length", () => {
    const proof = inclusionProof(sha256, 0, 2, nodeAt);
    const claim = { leaf: leaf(0), index: 0, size: 2, proof, root: root(2) };
    expect(verifyInclusion(sha256, { ...claim, leaf: leaf(0).subarray(1) })).toBe(false);
    expect(verifyInclusion(sha256, { ...claim, root: root(2).subarray(1) })).toBe(false);
    expect(verifyInclusion(sha256, { ...claim, proof: [leaf(1).subarray(1)] })).toBe(false);
  });
});

describe("a consistency proof", () => {
  test("verifies between any two sizes up to 200", () => {
    let verified = 0;
    for (const newSize of sizes) {
      for (let oldSize = 0; oldSize <= newSize; oldSize += 1) {
        const proof = consistencyProof(sha256, oldSize, newSize, nodeAt);
        const claim = { oldSize, newSize, oldRoot: root(oldSize), newRoot: root(newSize), proof };
        if (!verifyConsistency(sha256, claim)) expect.fail(`${oldSize} to ${newSize}`);
        verified += 1;
      }
    }
    expect(verified).toBe((201 * 202) / 2);
  });

  test("is refused with any bit flipped, hash missing or added, or another size claimed", () => {
    const pair = fc
      .integer({ min: 1, max: 200 })
      .chain((newSize) => fc.tuple(fc.integer({ min: 1, max: newSize }), fc.constant(newSize)));
    fc.assert(
      fc.property(pair, fc.nat(), fc.nat({ max: 250 }), ([oldSize, newSize], bit, other) => {
        const proof = consistencyProof(sha256, oldSize, newSize, nodeAt);
        const claim = { oldSize, newSize, oldRoot: root(oldSize), newRoot: root(newSize), proof };
        const holds = (change: Partial<typeof claim>) =>
          verifyConsistency(sha256, { ...claim, ...change });
        expect(holds({})).toBe(true);
        expect(holds({ oldRoot: flip(claim.oldRoot, bit) })).toBe(false);
        expect(holds({ newRoot: flip(claim.newRoot, bit) })).toBe(false);
        proof.forEach((_, at) => expect(holds({ proof: flipIn(proof, at, bit) })).toBe(false));
        expect(holds({ proof: [...proof, leaf(0)] })).toBe(false);
        if (proof.length > 0) expect(holds({ proof: proof.slice(1) })).toBe(false);
        if (proof.length > 0) expect(holds({ proof: proof.slice(0, -1) })).toBe(false);
        if (other !== oldSize) expect(holds({ oldSize: other })).toBe(false);
      }),
    );
  });

  test("is refused for impossible sizes and shapes", () => {
    const claim = { oldSize: 1, newSize: 2, oldRoot: root(1), newRoot: root(2), proof: [leaf(1)] };
    expect(verifyConsistency(sha256, claim)).toBe(true);
    for (const size of [-1, 0.5, Number.NaN, Infinity, 2 ** 53]) {
      expect(verifyConsistency(sha256, { ...claim, oldSize: size })).toBe(false);
      expect(verifyConsistency(sha256, { ...claim, newSize: size })).toBe(false);
    }
    expect(verifyConsistency(sha256, { ...claim, oldRoot: root(1).subarray(1) })).toBe(false);
    expect(verifyConsistency(sha256, { ...claim, proof: [new Uint8Array(0)] })).toBe(false);
    expect(verifyConsistency(sha256, { ...claim, oldSize: 0, proof: [] })).toBe(false);
  });
});

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const at = Math.floor(bit / 8) % bytes.length;
  return bytes.map((byte, index) => (index === at ? byte ^ (1 << (bit % 8)) : byte));
}

function flipIn(proof: readonly Uint8Array[], at: number, bit: number): Uint8Array[] {
  return proof.map((hash, index) => (index === at ? flip(hash, bit) : hash));
}
