import { assert, toHex } from "@farthing/core";
import { describe, expect, test } from "vitest";
import vectors from "../../../specs/vectors/log.json" with { type: "json" };
import {
  appendLeaf,
  checkpointBody,
  type CompactRange,
  consistencyProof,
  emptyRange,
  entryCommitment,
  groupCommitment,
  groupSalt,
  inclusionProof,
  leafData,
  leafHash,
  nodeHash,
  type NoteKey,
  openNote,
  parseCheckpoint,
  parseFields,
  parseNote,
  parseVerifierKey,
  rangeRoot,
  signNote,
  verifierKey,
  verifyConsistency,
  verifyInclusion,
} from "./index.ts";
import { bytes, opensslSigner, opensslVerifiers, sha256 } from "./notes.testing.ts";

describe("RFC 6962 §2.1 reference tree", () => {
  const { leaves, roots, inclusion, consistency } = vectors.tree;
  const hashes = leaves.map((data) => leafHash(sha256, bytes(data)));
  const root = (size: number) => bytes(roots[size] ?? "");
  const nodeAt = (level: number, index: number): Uint8Array =>
    level === 0
      ? (hashes[index] ?? expect.fail(`a leaf ${index}`))
      : nodeHash(sha256, nodeAt(level - 1, 2 * index), nodeAt(level - 1, 2 * index + 1));

  test("roots of sizes 0 to 8", () => {
    let range: CompactRange = emptyRange;
    const seen = [toHex(rangeRoot(sha256, range))];
    for (const leaf of hashes) {
      range = appendLeaf(sha256, range, leaf);
      seen.push(toHex(rangeRoot(sha256, range)));
    }
    expect(seen).toEqual(roots);
  });

  test.each(inclusion)("path of leaf $index of $size", ({ index, size, proof }) => {
    const built = inclusionProof(sha256, index, size, nodeAt);
    expect(built.map(toHex)).toEqual(proof);
    const leaf = nodeAt(0, index);
    expect(verifyInclusion(sha256, { leaf, index, size, proof: built, root: root(size) })).toBe(
      true,
    );
  });

  test.each(consistency)("consistency of $oldSize and $newSize", ({ oldSize, newSize, proof }) => {
    const built = consistencyProof(sha256, oldSize, newSize, nodeAt);
    expect(built.map(toHex)).toEqual(proof);
    const claim = { oldSize, newSize, oldRoot: root(oldSize), newRoot: root(newSize) };
    expect(verifyConsistency(sha256, { ...claim, proof: built })).toBe(true);
  });
});

describe("c2sp.org/signed-note", () => {
  const { signing, opening, malformed } = vectors.notes;

  test("what we sign is what Go signs, byte for byte", () => {
    const key = opensslSigner(signing.name, "ed25519", bytes(signing.seed));
    expect(toHex(key.publicKey)).toBe(signing.publicKey);
    expect(verifierKey(sha256, key)).toBe(signing.verifierKey);
    expect(signNote(sha256, signing.body, [key], 0)).toBe(signing.note);
  });

  test.each(opening)("$name opens a note that is theirs only", async (vector) => {
    const opened = await openNote(sha256, vector.note, [keyOf(vector)], opensslVerifiers);
    expect(opened?.body ?? null).toBe(vector.body);
    expect(opened?.unverified.length ?? 0).toBe(vector.unverified);
  });

  test("what Go calls malformed is", () => {
    expect(malformed).toHaveLength(11);
    expect(malformed.map(parseNote)).toEqual(malformed.map(() => null));
  });
});

describe("c2sp.org/tlog-checkpoint", () => {
  test.each(vectors.checkpoints)("a head of $name at $size", async (vector) => {
    const key = keyOf(vector);
    expect(verifierKey(sha256, key)).toBe(vector.verifierKey);
    expect(parseVerifierKey(sha256, vector.verifierKey)).toEqual(key);
    const opened = await openNote(sha256, vector.note, [key], opensslVerifiers);
    assert(opened !== null, "the note opens");
    const checkpoint = parseCheckpoint(opened.body);
    const root = bytes(vector.root);
    expect(checkpoint).toEqual({ origin: vector.origin, size: vector.size, root });
    // Go's origin has spaces, which ours may not; the rest is written alike.
    const named = vector.name + opened.body.slice(vector.origin.length);
    expect(checkpointBody(vector.name, vector.size, root)).toBe(named);
  });
});

describe("commitments", () => {
  test.each(vectors.commitments.entries)("of payment $payment", (entry) => {
    const committed = (group: "shared" | "payer" | "merchant") => {
      const { key, salt, fields, commitment } = entry.groups[group];
      const made = groupSalt(sha256, { group, key: bytes(key), payment: bytes(entry.payment) });
      expect(toHex(made)).toBe(salt);
      const parsed = parseFields(fields) ?? expect.fail("fields");
      const value = groupCommitment(sha256, { group, salt: made, fields: parsed.toReversed() });
      expect(toHex(value)).toBe(commitment);
      return value;
    };
    const [shared, payer, merchant] = [
      committed("shared"),
      committed("payer"),
      committed("merchant"),
    ];
    const commitment = entryCommitment(sha256, { shared, payer, merchant });
    expect(toHex(commitment)).toBe(entry.commitment);
    const data = leafData(sha256, { timestamp: BigInt(entry.timestamp), commitment });
    expect(toHex(data)).toBe(entry.leafData);
    expect(toHex(leafHash(sha256, data))).toBe(entry.leafHash);
  });
});

function keyOf(vector: { readonly name: string; readonly publicKey: string }): NoteKey {
  return { name: vector.name, type: "ed25519", publicKey: bytes(vector.publicKey) };
}
