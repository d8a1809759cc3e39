import { randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { bytesToUint } from "@farthing/core";
import type { Liability } from "@farthing/log";
import { expect, test } from "vitest";
import { bySalt } from "./bySalt.ts";
import { buildTree } from "./treeFile.ts";

const newLeaf = (): Liability => ({
  salt: randomBytes(32),
  account: bytesToUint(randomBytes(16)),
  balance: 1n,
});

/** How often something else had its turn while `work` went on. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  const watch = { turns: 0, over: false };
  const counted = (async () => {
    for (; !watch.over; watch.turns += 1) await setImmediate();
  })();
  await work();
  watch.over = true;
  await counted;
  return watch.turns;
}

test("leaves are sorted by their salts, all of them, also where many salts begin alike", async () => {
  const leaves = Array.from({ length: 3_000 }, newLeaf);
  for (const leaf of leaves.slice(0, 500)) leaf.salt[0] = 7;
  const sorted = await bySalt(leaves);
  expect(sorted).toEqual([...leaves].sort((a, b) => Buffer.compare(a.salt, b.salt)));
  expect(await bySalt([])).toEqual([]);
});

test("neither sorting nor hashing the leaves keeps requests waiting for more than a thousand of them", async () => {
  const leaves = Array.from({ length: 2 ** 14 }, newLeaf);
  expect(await turnsDuring(() => bySalt(leaves))).toBeGreaterThan(256);
  // Leaves written, leaves hashed, and each level written and hashed: 16 thousands of each.
  expect(await turnsDuring(() => buildTree(leaves))).toBeGreaterThan(5 * 14);
});
