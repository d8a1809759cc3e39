import { type FileHandle, mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { assert, bytesToUint, toHex, uintBytes } from "@farthing/core";
import { type Liability, liabilityLeaf, type SumNode, sumNode } from "@farthing/log";
import { putFile } from "../log/putFile.ts";
import { sha256 } from "../sha256.ts";
import { inTurns } from "./inTurns.ts";

/** A leaf's salt and balance, or a node's hash and sum. */
const recordBytes = 48;
const hashBytes = 32;

/** The tree over a day's leaves, as a file holds it: the leaves by their salts, then every level's nodes, the root last. */
export interface TreeBytes {
  readonly bytes: Uint8Array;
  readonly root: SumNode;
}

/** Builds the tree over `leaves`, a power of two of them. */
export async function buildTree(leaves: readonly Liability[]): Promise<TreeBytes> {
  const bytes = Buffer.alloc(recordBytes * (3 * leaves.length - 1));
  let at = 0;
  const put = (left: Uint8Array, sum: bigint): void => {
    bytes.set(left, at);
    bytes.set(uintBytes(sum, recordBytes - hashBytes), at + hashBytes);
    at += recordBytes;
  };
  await inTurns(leaves, ({ salt, balance }) => put(salt, balance));
  let level: SumNode[] = [];
  await inTurns(leaves, (leaf) => void level.push(liabilityLeaf(sha256, leaf)));
  for (;;) {
    await inTurns(level, ({ hash, sum }) => put(hash, sum));
    const [root] = level;
    assert(root !== undefined, "a tree has leaves");
    if (level.length === 1) return { bytes, root };
    level = await levelAbove(level);
  }
}

async function levelAbove(level: readonly SumNode[]): Promise<SumNode[]> {
  const above: SumNode[] = [];
  let left: SumNode | null = null;
  await inTurns(level, (node) => {
    if (left !== null) above.push(sumNode(sha256, left, node));
    left = left === null ? node : null;
  });
  assert(left === null, "a level is whole");
  return above;
}

/** Where the tree of a day is kept. Its root is in the name: one that was not sealed is not taken for one that was. */
function treePath(folder: string, day: string, root: Uint8Array): string {
  return join(folder, `${day}-${toHex(root.slice(0, 8))}.sums`);
}

/** Keeps a tree, on disk when this resolves. */
export async function keepTree(folder: string, day: string, tree: TreeBytes): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await putFile(treePath(folder, day, tree.root.hash), tree.bytes, "name");
}

/** Removes the trees of days before `oldest`, and of `day` those that `root` is not of. */
export async function dropTrees(
  folder: string,
  { oldest, day, root }: { oldest: string; day: string; root: Uint8Array },
): Promise<void> {
  const sealed = treePath(folder, day, root);
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const own = name.slice(0, day.length);
    if (own < oldest || (own === day && path !== sealed)) await rm(path, { force: true });
  }
}

/** What a tree has of one salt. */
export interface FoundLeaf {
  readonly balance: bigint;
  readonly index: number;
  readonly path: readonly SumNode[];
}

/** The leaf with `salt` in the tree of `day` under `root`; `null`: it is not in it, or there is no such file any more. */
export async function findLeaf(
  folder: string,
  of: { day: string; root: Uint8Array; size: number; salt: Uint8Array },
): Promise<FoundLeaf | null> {
  const file = await open(treePath(folder, of.day, of.root)).catch(() => null);
  if (file === null) return null;
  try {
    const found = await searchSalt(file, of);
    if (found === null) return null;
    const path: SumNode[] = [];
    let first = of.size;
    let width = of.size;
    for (let place = found.index; width > 1; place = Math.floor(place / 2)) {
      const { left: hash, sum } = await readRecord(file, first + (place ^ 1));
      path.push({ hash, sum });
      first += width;
      width /= 2;
    }
    return { ...found, path };
  } finally {
    await file.close();
  }
}

async function searchSalt(
  file: FileHandle,
  { size, salt }: { size: number; salt: Uint8Array },
): Promise<{ balance: bigint; index: number } | null> {
  let [low, high] = [0, size];
  while (low < high) {
    const index = Math.floor((low + high) / 2);
    const { left, sum: balance } = await readRecord(file, index);
    const order = Buffer.compare(left, salt);
    if (order === 0) return { balance, index };
    if (order < 0) low = index + 1;
    else high = index;
  }
  return null;
}

async function readRecord(
  file: FileHandle,
  place: number,
): Promise<{ left: Uint8Array; sum: bigint }> {
  const bytes = Buffer.alloc(recordBytes);
  const { bytesRead } = await file.read(bytes, 0, recordBytes, recordBytes * place);
  assert(bytesRead === recordBytes, "a tree's file is whole");
  return { left: bytes.subarray(0, hashBytes), sum: bytesToUint(bytes.subarray(hashBytes)) };
}
