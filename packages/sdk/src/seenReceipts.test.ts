import { instant } from "@farthing/core";
import { expect, test } from "vitest";
import { seenInMemory } from "./seenReceipts.ts";
import { turnedClock } from "./walletStand.testing.ts";

test("bounded: full of good receipts it takes no more, and forgets what has expired", () => {
  const clock = turnedClock();
  const start = clock.now();
  const seen = seenInMemory({ clock, max: 2 });
  const take = (key: string, until: number) => seen.take(key, instant(start + until));
  const story = [
    [0, "a", 10, "taken"],
    [0, "b", 20, "taken"],
    [0, "a", 10, "seen"],
    [0, "c", 20, "full"],
    [10, "c", 20, "full"],
    [11, "c", 20, "taken"],
    [11, "b", 20, "seen"],
    [20, "b", 20, "seen"],
    [21, "b", 30, "taken"],
  ] as const;
  for (const [at, key, until, expected] of story) {
    clock.at = instant(start + at);
    expect([at, key, take(key, until)]).toEqual([at, key, expected]);
  }
});
