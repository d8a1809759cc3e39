import fc from "fast-check";
import { expect, test } from "vitest";
import { fairShare } from "./fairShare.ts";

/** `a5 b1 -`: five entries of lane a, one of b, and one that moves no money. */
function queueOf(text: string) {
  return text.split(" ").flatMap((word, at) => {
    const count = Number(word.slice(1) || 1);
    const lane = word.startsWith("-") ? null : BigInt(word.codePointAt(0) ?? 0);
    return Array.from({ length: count }, (_, place) => ({
      lane,
      name: `${word[0]}${at}.${place}`,
    }));
  });
}

function countOf(items: readonly { lane: bigint | null }[]): string {
  const counts = new Map<string, number>();
  for (const { lane } of items) {
    const name = lane === null ? "-" : String.fromCodePoint(Number(lane));
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${name}${count}`).join(" ");
}

test.each([
  ["what fits is taken whole", "a3 b2", 5, "a3 b2", ""],
  ["a flood leaves others their share", "a90 b2 c5", 10, "a4 b2 c4", "a86 c1"],
  ["one lane alone fills the batch", "a20", 8, "a8", "a12"],
  ["two floods share", "a50 b50", 10, "a5 b5", "a45 b45"],
  ["a freeze never waits behind a flood", "a50 -1", 4, "a3 -1", "a47"],
  ["nor behind two", "a50 b50 -1", 10, "a5 b4 -1", "a45 b46"],
  ["nor behind more of them than there is room", "a9 b9 c9 -2", 4, "a1 b1 -2", "a8 b8 c9"],
  ["more lanes than room: the first ones", "a1 b1 c1", 2, "a1 b1", "c1"],
])("%s", (_name, queue, max, taken, left) => {
  const parted = fairShare(queueOf(queue), max);
  expect([countOf(parted.taken), countOf(parted.left)]).toEqual([taken, left]);
});

test("a full batch, nothing lost, arrival order kept in both parts", () => {
  const item = fc.record({ lane: fc.option(fc.bigInt(0n, 5n)), name: fc.nat() });
  fc.assert(
    fc.property(fc.array(item), fc.integer({ min: 1, max: 20 }), (items, max) => {
      const queue = items.map((one, place) => ({ ...one, place }));
      const { taken, left } = fairShare(queue, max);
      expect(taken.length).toBe(Math.min(max, queue.length));
      expect([...taken, ...left].toSorted((a, b) => a.place - b.place)).toEqual(queue);
      for (const part of [taken, left]) {
        expect(part.map(({ place }) => place)).toEqual(
          part.map(({ place }) => place).toSorted((a, b) => a - b),
        );
      }
    }),
  );
});
