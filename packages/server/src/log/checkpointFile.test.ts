import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Bug } from "@farthing/core";
import { checkpointBody, signNote } from "@farthing/log";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeKeys } from "../keys.ts";
import { randomSeeds } from "../server.testing.ts";
import { sha256 } from "../sha256.ts";
import {
  CheckpointUnreadable,
  keepCheckpoint,
  ledgerGoesOn,
  type Published,
  readCheckpointFile,
} from "./checkpointFile.ts";
import { BehindCheckpoint, requireUnbroken } from "./requireUnbroken.ts";

const [log] = makeKeys(randomSeeds(), "localhost/log").log;

function published(size: number, byte = size): Published {
  const root = new Uint8Array(32).fill(byte);
  return {
    size,
    root,
    note: signNote(sha256, checkpointBody(log.name, size, root), [log], 1_800_000_000),
  };
}

/** The history that `published` tells of. */
const ours = ledgerGoesOn({ rootAt: (size) => new Uint8Array(32).fill(size) });

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-checkpoint-"));
  path = join(folder, "checkpoint");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a checkpoint is kept as the note that anybody gets, and grows", async () => {
  expect(await readCheckpointFile(path)).toBe(null);
  await keepCheckpoint(path, published(3), ours);
  await keepCheckpoint(path, published(3), ours);
  await keepCheckpoint(path, published(7), ours);
  expect(await readCheckpointFile(path)).toEqual(published(7));
  expect(readFileSync(path, "utf8")).toBe(published(7).note);
  expect(readdirSync(folder)).toEqual(["checkpoint", "checkpoint.lock"]);
});

test.each([
  ["an older one", published(6)],
  ["another history of the same size", published(7, 1)],
])("%s never replaces it", async (_, other) => {
  await keepCheckpoint(path, published(7), ours);
  await expect(keepCheckpoint(path, other, ours)).rejects.toBeInstanceOf(Bug);
  expect(await readCheckpointFile(path)).toEqual(published(7));
});

test("a longer head of another history never replaces it", async () => {
  await keepCheckpoint(path, published(7, 1), () => true);
  const longer = keepCheckpoint(path, published(9), ours);
  await expect(longer).rejects.toThrow("the log begins with every head that was kept");
  expect(await readCheckpointFile(path)).toEqual(published(7, 1));
});

test("of two histories that are kept in one file at the same moment, one is", async () => {
  await keepCheckpoint(path, published(4, 0), () => true);
  const root = (byte: number) => (size: number) =>
    new Uint8Array(32).fill(size === 4 ? 0 : size + byte);
  const keep = (size: number, byte: number) =>
    keepCheckpoint(path, published(size, size + byte), ledgerGoesOn({ rootAt: root(byte) }));
  const answers = await Promise.allSettled([keep(5, 0), keep(8, 100), keep(6, 0), keep(9, 100)]);
  const kept = answers.map(({ status }) => status === "fulfilled");
  // The first of all, and perhaps the longer one of the same history; none of the other.
  expect(kept[0] || kept[2]).not.toBe(kept[1] || kept[3]);
});

test("what is no checkpoint is refused in a sentence and left as it was", async () => {
  for (const text of ["", "nonsense\n", published(3).note.slice(0, 20)]) {
    writeFileSync(path, text);
    await expect(readCheckpointFile(path)).rejects.toBeInstanceOf(CheckpointUnreadable);
    await expect(keepCheckpoint(path, published(9), ours)).rejects.toThrow(/is not a checkpoint/);
    expect(readFileSync(path, "utf8")).toBe(text);
  }
  mkdirSync(join(folder, "folder"));
  await expect(readCheckpointFile(join(folder, "folder"))).rejects.toThrow(/cannot be read/);
});

test("where nothing can be written nothing is kept, and no draft is left", async () => {
  await expect(
    keepCheckpoint(join(folder, "none", "checkpoint"), published(1), ours),
  ).rejects.toThrow("the directory does not exist");
  expect(readdirSync(folder)).toEqual([]);
});

const ledger = {
  head: () => ({ seq: 9n, leaves: 9, root: new Uint8Array(32).fill(9), timestamp: 1n }),
  rootAt: (size: number) => new Uint8Array(32).fill(size),
};

test("a ledger that goes on from what was published may start", () => {
  const from = "data/checkpoint";
  requireUnbroken(ledger, []);
  requireUnbroken(
    ledger,
    [0, 4, 9].map((size) => ({ ...published(size), from })),
  );
});

test.each([
  ["fewer leaves", published(12), /^The ledger has 9 leaves, but .* over 12 .*: it is 3 behind/],
  ["another root before", published(4, 5), /^The ledger's first 4 leaves are not those/],
  ["another root now", published(9, 5), /^The ledger's first 9 leaves are not those/],
])("%s: refused, with the next step", (_, wrong, sentence) => {
  const check = () => requireUnbroken(ledger, [{ ...wrong, from: "data/checkpoint" }]);
  expect(check).toThrow(BehindCheckpoint);
  expect(check).toThrow(sentence);
  expect(check).toThrow(
    /\(data\/checkpoint\).*restore a newer backup, or read docs\/how-to\/back-up/,
  );
});
