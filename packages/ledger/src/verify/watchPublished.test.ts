import { systemClock } from "@farthing/core";
import { expect, test } from "vitest";
import { openLedger } from "../client/openLedger.ts";
import { openShop, pay } from "../contract/shop.ts";
import { noFault, withFolder } from "../contract/withFolder.ts";
import { firstHead } from "../export/scratchLedger.ts";
import { Faults } from "./faults.ts";
import type { ReplayedEntry } from "./replayJournal.ts";
import { verifyLedger } from "./verifyLedger.ts";
import { watchPublished } from "./watchPublished.ts";

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

const headOver = (size: number, byte: number) => ({
  ...firstHead,
  range: { size, hashes: [] },
  root: new Uint8Array(32).fill(byte),
});

const published = (size: number, byte: number, from: string) => ({
  size,
  root: new Uint8Array(32).fill(byte),
  from,
});

test("of several heads over as many leaves each is compared, and each that was never met is named", () => {
  const faults = new Faults();
  const watch = watchPublished(
    [published(3, 1, "a"), published(3, 2, "b"), published(4, 1, "c"), published(9, 1, "d")],
    faults,
  );
  for (const size of [2, 3, 3, 5]) watch.at(headOver(size, 1));
  watch.end(headOver(5, 1));
  expect(faults.sentences).toEqual([
    "Checkpoint over 3 leaves (b): the journal gives another root.",
    "Checkpoint over 4 leaves (c): no commit of the journal ended there.",
    "Checkpoint over 9 leaves (d): the journal has only 5.",
  ]);
});

test("a journal of many batches is held against many heads in the time of one look each", () => {
  const count = 50_000;
  const heads = Array.from({ length: count }, (_, at) => published(count + at, 1, "a file"));
  const watch = watchPublished(heads, new Faults());
  const from = performance.now();
  for (let size = 0; size < count; size += 1) watch.at(headOver(size, 1));
  // Each head at each batch would be 2.5 thousand million looks: more than ten times as long.
  expect(performance.now() - from).toBeLessThan(1_500);
});
