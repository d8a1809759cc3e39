import { concat, systemClock } from "@farthing/core";
import {
  inclusionProof,
  leafHash,
  nodesOfTiles,
  parseEntryBundle,
  tilesBetween,
  verifyInclusion,
} from "@farthing/log";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openLedger } from "../../client/openLedger.ts";
import { openShop, pay } from "../../contract/shop.ts";
import { noFault, withFolder } from "../../contract/withFolder.ts";
import { sha256 } from "../../hash.ts";
import type { Ledger } from "../../ledger.ts";

test("every leaf proves itself under the root of every size", () =>
  withFolder(async (folder) => {
    const ledger = await openLedger({ folder, onFault: noFault });
    await ledger.submitEntry(openShop("ann", systemClock.now()));
    for (let number = 0; number < 1_200; number += 60) {
      const numbers = Array.from({ length: 60 }, (_, at) => number + at);
      await Promise.all(
        numbers.map((one) => ledger.submitEntry(pay("ann", one, systemClock.now()))),
      );
    }
    const { leaves, root } = ledger.head();
    expect(leaves).toBe(1_201);
    expect(ledger.rootAt(leaves)).toEqual(root);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: leaves }), fc.nat({ max: leaves }), (size, drawn) => {
        const index = drawn % size;
        const proof = ledger.leafProof(index, size);
        expect(proof.root).toEqual(ledger.rootAt(size));
        expect(verifyInclusion(sha256, proof)).toBe(true);
        expect(verifyInclusion(sha256, { ...proof, leaf: root })).toBe(false);
        expect(ledger.entryAtLeaf(index)?.leafIndex).toBe(index);
      }),
      { numRuns: 200 },
    );
    proveFromTiles(ledger);
    await ledger.close();
  }));

/** Who has nothing but the tiles proves the same, and the entries are what the leaves are made of. */
function proveFromTiles(ledger: Ledger) {
  const { leaves, root } = ledger.head();
  const nodeAt = nodesOfTiles(sha256, leaves, (tile) => ledger.logTile(tile));
  for (const index of [0, 255, 256, 777, leaves - 1]) {
    const proof = inclusionProof(sha256, index, leaves, nodeAt);
    const leaf = nodeAt(0, index);
    expect(verifyInclusion(sha256, { leaf, index, size: leaves, proof, root })).toBe(true);
  }
  for (const tile of tilesBetween(0, leaves)) {
    if (tile.level !== "entries") continue;
    const entries = parseEntryBundle(ledger.logTile(tile), tile.width)!;
    const hashes = entries.map((entry) => leafHash(sha256, entry));
    expect(concat(...hashes)).toEqual(ledger.logTile({ ...tile, level: 0 }));
  }
}

test("the cursor gives every entry once, whatever the page", () =>
  withFolder(async (folder) => {
    const ledger = await openLedger({ folder, onFault: noFault });
    await ledger.submitEntry(openShop("ann", systemClock.now()));
    for (const count of [1, 7, 30]) {
      const numbers = Array.from({ length: count }, (_, at) => 100 * count + at);
      await Promise.all(
        numbers.map((one) => ledger.submitEntry(pay("ann", one, systemClock.now()))),
      );
    }
    for (const max of [1, 4, 1_000]) {
      const seqs: bigint[] = [];
      for (let page = ledger.entriesAfter(0n, max); page.length > 0;) {
        seqs.push(...page.map(({ seq }) => seq));
        expect(page.length).toBeLessThanOrEqual(max);
        page = ledger.entriesAfter(seqs.at(-1) ?? 0n, max);
      }
      expect(seqs).toEqual(Array.from({ length: 39 }, (_, at) => BigInt(at + 1)));
    }
    await ledger.close();
  }));
