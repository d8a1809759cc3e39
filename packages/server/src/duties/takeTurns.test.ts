import { minute, second } from "@farthing/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeTurns } from "./takeTurns.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work of which each turn lasts until it is ended. */
function slowWork() {
  const ends: (() => void)[] = [];
  const turn = () => new Promise<void>((resolve) => void ends.push(resolve));
  const begun = () => ends.length;
  const end = async () => {
    ends.at(-1)?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { turn, begun, end };
}

test("a turn now and one each second", async () => {
  let taken = 0;
  const turns = takeTurns(second, async () => void (taken += 1));
  await vi.advanceTimersByTimeAsync(0);
  expect(taken).toBe(1);
  await vi.advanceTimersByTimeAsync(3 * second);
  expect(taken).toBe(4);
  await turns.stop();
  await vi.advanceTimersByTimeAsync(minute);
  expect(taken).toBe(4);
});

test("of all that fell due behind a slow turn one is taken, and none that nobody asked for", async () => {
  const work = slowWork();
  const turns = takeTurns(second, work.turn);
  await vi.advanceTimersByTimeAsync(minute);
  expect(work.begun()).toBe(1);
  await work.end();
  expect(work.begun()).toBe(2);
  await work.end();
  expect(work.begun()).toBe(2);
  await vi.advanceTimersByTimeAsync(second);
  expect(work.begun()).toBe(3);
  const over = turns.stop();
  await work.end();
  await over;
});

test("a turn that is asked for comes at once, after the one under way, and never after a stop", async () => {
  const work = slowWork();
  const turns = takeTurns(minute, work.turn);
  await vi.advanceTimersByTimeAsync(0);
  turns.soon();
  turns.soon();
  await vi.advanceTimersByTimeAsync(0);
  expect(work.begun()).toBe(1);
  await work.end();
  expect(work.begun()).toBe(2);
  await work.end();
  turns.soon();
  await vi.advanceTimersByTimeAsync(0);
  expect(work.begun()).toBe(3);
  const over = turns.stop();
  turns.soon();
  await work.end();
  await over;
  expect(work.begun()).toBe(3);
});
