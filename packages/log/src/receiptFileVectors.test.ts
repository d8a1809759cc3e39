import { toHex } from "@farthing/core";
import { describe, expect, test } from "vitest";
import vectors from "../../../specs/vectors/receipt-file.json" with { type: "json" };
import {
  checkReceiptFile,
  disclosedLeaf,
  isPolicy,
  parseTilePath,
  parseTrustPolicy,
  parseVerifierKey,
  type Tile,
  tilePath,
  type TrustPolicy,
  verifierKey,
} from "./index.ts";
import { opensslSigner, opensslVerifiers, sha256 } from "./notes.testing.ts";

function policyOf(name: string): TrustPolicy {
  const text = new Map(Object.entries(vectors.policies)).get(name) ?? "";
  const read = parseTrustPolicy(sha256, text);
  return isPolicy(read) ? read : expect.fail(`${name}, line ${read.line}: ${read.fault}`);
}

test("keys are written and read as they stand there", () => {
  const { log, witnesses, stranger } = vectors.keys;
  const made = [
    opensslSigner("pay.example/log", "ed25519", new Uint8Array(32).fill(1)),
    opensslSigner("pay.example/log", "ml-dsa-44", new Uint8Array(32).fill(1)),
    opensslSigner("w.example/1", "ed25519-cosignature", new Uint8Array(32).fill(2)),
    opensslSigner("w.example/2", "ml-dsa-44", new Uint8Array(32).fill(3)),
    opensslSigner("pay.example/log", "ed25519", new Uint8Array(32).fill(4)),
  ];
  const written = [...log, ...witnesses, stranger];
  expect(made.map((key) => verifierKey(sha256, key))).toEqual(written);
  for (const text of written) expect(parseVerifierKey(sha256, text)).not.toBe(null);
});

describe("receipt files", () => {
  test.each(vectors.files)("$name: $result", async ({ policy, text, result }) => {
    const checked = await checkReceiptFile(sha256, text, policyOf(policy), opensslVerifiers);
    expect(typeof checked === "string" ? checked : "true").toBe(result);
    if (typeof checked === "string") return;
    expect(toHex(disclosedLeaf(sha256, checked.disclosure))).toBe(vectors.leafHash);
  });

  test("every way to fail is among them", () => {
    const results = new Set(vectors.files.map(({ result }) => result));
    expect(results).toEqual(
      new Set([
        "true",
        "not-a-proof-file",
        "not-a-receipt",
        "not-a-note",
        "another-log",
        "not-a-checkpoint",
        "not-signed",
        "bad-witness-line",
        "not-witnessed",
        "not-included",
      ]),
    );
  });
});

test.each(vectors.badPolicies)("what is no policy falls at its line: case %#", ({ text, line }) => {
  expect(parseTrustPolicy(sha256, text)).toMatchObject({ line });
});

test("tile paths", () => {
  for (const { path, ...tile } of vectors.tiles) {
    expect(tilePath(tile as Tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  }
  expect(vectors.badTilePaths.map(parseTilePath)).toEqual(vectors.badTilePaths.map(() => null));
});
