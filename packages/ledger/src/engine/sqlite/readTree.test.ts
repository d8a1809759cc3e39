import { systemClock } from "@farthing/core";
import { verifyInclusion } from "@farthing/log";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openLedger } from "../../client/openLedger.ts";
import { openShop, pay } from "../../contract/shop.ts";
import { noFault, withFolder } from "../../contract/withFolder.ts";
import { sha256 } from "../../hash.ts";

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
    await ledger.close();
  }));

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
