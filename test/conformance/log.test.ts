import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { toHex } from "@farthing/core";
import { leafData, leafHash, parseCheckpoint, parseNote } from "@farthing/log";

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStageHere, type StageHere } from "../e2e/stageHere.ts";
import { buildGo } from "./buildGo.ts";

// The public log, judged by code that others wrote: Go's golang.org/x/mod, and Sigstore's verifier.

const run = promisify(execFile);
const sha256 = (data: Uint8Array) => new Uint8Array(createHash("sha256").update(data).digest());
let stage: StageHere;
let folder: string;
let program: string;
let key: string;
let oldNote: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "farthing-go-"));
  program = buildGo("go/main.go", folder);
  stage = await openStageHere();
  await append(300);
  oldNote = await published(300);
  await append(500);
  await published(800);
  const lines = await (await fetch(`${stage.wallet}/log/key`)).text();
  key = lines.split("\n")[0] ?? "";
}, 300_000);

afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

let id = 0n;
async function append(count: number): Promise<void> {
  const submit = () => {
    id += 1n;
    const time = stage.clock.now();
    const entry = { id: (BigInt(time) << 80n) + 64n * id, time, commitment: randomBytes(32) };
    return stage.deps.ledger.submitEntry(entry);
  };
  await Promise.all(Array.from({ length: count }, submit));
}

/** The newest checkpoint, once it holds so many leaves. */
async function published(leaves: number): Promise<string> {
  for (let round = 0; round < 100; round += 1) {
    const note = await (await fetch(`${stage.wallet}/log/checkpoint`)).text();
    const size = parseCheckpoint(parseNote(note)?.body ?? "")?.size ?? 0;
    if (size >= leaves) return note;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no checkpoint over ${leaves} leaves was published`);
}

function leafAt(index: number): { data: Uint8Array; hash: Uint8Array } {
  const { timestamp, commitment } = stage.deps.ledger.entryAtLeaf(index)!;
  const data = leafData(sha256, { timestamp, commitment });
  return { data, hash: leafHash(sha256, data) };
}

async function goReads(index: number, hash: Uint8Array, note = oldNote, by = key) {
  const old = join(folder, `old-${randomBytes(4).toString("hex")}`);
  writeFileSync(old, note);
  const args = [`${stage.wallet}/log`, by, String(index), toHex(hash), old];
  const { stdout } = await run(program, args);
  return JSON.parse(stdout) as { size: number; oldSize: number; path: string[]; tiles: number };
}

describe("golang.org/x/mod/sumdb, unmodified", () => {
  test("verifies our head, proves inclusion and growth from our tiles, and its path is ours", async () => {
    for (const index of [0, 255, 256, 299, 799]) {
      const read = await goReads(index, leafAt(index).hash);
      expect(read.oldSize).toBe(parseCheckpoint(parseNote(oldNote)!.body)!.size);
      expect(read.tiles).toBeGreaterThan(1);
      const ours = stage.deps.ledger.leafProof(index, read.size).proof.map(toHex);
      expect(read.path).toEqual(ours);
    }
  });

  test("refuses a leaf that is not there", async () => {
    const { hash } = leafAt(256);
    await expect(goReads(257, hash)).rejects.toThrow("inclusion:");
    await expect(goReads(256, hash.toReversed())).rejects.toThrow("inclusion:");
  });

  test("refuses a head that was changed, and another log's key", async () => {
    const { hash } = leafAt(5);
    const bent = oldNote.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`);
    await expect(goReads(5, hash, bent)).rejects.toThrow("invalid signature");
    const stranger = key.replace(/\+[0-9a-f]{8}\+/, "+00000000+");
    await expect(goReads(5, hash, oldNote, stranger)).rejects.toThrow("old checkpoint:");
  });
});

describe("@sigstore/verify's Merkle check", () => {
  const require = createRequire(import.meta.url);
  // Its public surface checks whole bundles of Sigstore's own; the tree is one file inside.
  const inside = dirname(require.resolve("@sigstore/verify"));
  const { verifyMerkleInclusion } = require(join(inside, "tlog/merkle.js")) as {
    verifyMerkleInclusion: (entry: object, checkpoint: object) => void;
  };

  function check(index: number, data: Uint8Array): void {
    const { leaves } = stage.deps.ledger.head();
    const { proof, root } = stage.deps.ledger.leafProof(index, leaves);
    const inclusionProof = {
      logIndex: String(index),
      hashes: proof.map((hash) => Buffer.from(hash)),
    };
    const entry = { inclusionProof, canonicalizedBody: Buffer.from(data) };
    verifyMerkleInclusion(entry, { logSize: BigInt(leaves), logHash: Buffer.from(root) });
  }

  test("finds our leaves in our tree, and no others", () => {
    for (const index of [0, 1, 299, 300, 799]) {
      check(index, leafAt(index).data);
      expect(() => check(index, leafAt(Math.abs(index - 1)).data)).toThrow("does not match");
    }
  });
});
