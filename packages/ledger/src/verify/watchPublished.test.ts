import { systemClock } from "@farthing/core";
import { expect, test } from "vitest";
import { openLedger } from "../client/openLedger.ts";
import { openShop, pay } from "../contract/shop.ts";
import { noFault, withFolder } from "../contract/withFolder.ts";
import type { ReplayedEntry } from "./replayJournal.ts";
import { verifyLedger } from "./verifyLedger.ts";

test("a replay passes through every published head, and names those that it does not meet", () =>
  withFolder(async (folder) => {
    const ledger = await openLedger({ folder, onFault: noFault });
    const heads = [ledger.head()];
    await ledger.submitEntry(openShop("ann", systemClock.now()));
    heads.push(ledger.head());
    await ledger.submitEntry(pay("ann", 0, systemClock.now()));
    // Its claim is taken: recorded, refused, without a leaf.
    await ledger.submitEntry({
      ...pay("ann", 0, systemClock.now()),
      id: pay("ann", 1, systemClock.now()).id,
    });
    heads.push(ledger.head());
    const published = heads.map(({ leaves, root }) => ({ size: leaves, root, from: "a file" }));
    const seen: ReplayedEntry[] = [];
    const whole = await verifyLedger({ folder, published, onEntry: (entry) => seen.push(entry) });
    expect(whole.faults).toEqual([]);
    expect(seen.map(({ seq, leafIndex }) => [seq, leafIndex])).toEqual([
      [1n, 0],
      [2n, 1],
      [3n, null],
    ]);
    const root = new Uint8Array(32);
    const wrong = [0, 1, 2, 5].map((size) => ({ size, root, from: "a file" }));
    const { ok, faults } = await verifyLedger({ folder, published: wrong });
    expect(ok).toBe(false);
    expect(faults).toEqual([
      "Checkpoint over 0 leaves (a file): the journal gives another root.",
      "Checkpoint over 1 leaves (a file): the journal gives another root.",
      "Checkpoint over 2 leaves (a file): the journal gives another root.",
      "Checkpoint over 5 leaves (a file): the journal has only 2.",
    ]);
    await ledger.close();
  }));
