import { expect, test } from "vitest";
import { armMs, armUndoMs, judgePress, type Pointer, type Since } from "./judgePress.ts";

const long: Since = { changed: 9_999, focused: 9_999, shown: 9_999, rested: 9_999 };
const trusted = { isTrusted: true, detail: 1 };
const judge = (pointer: Pointer, since: Partial<Since>, waitMs = armMs) =>
  judgePress(trusted, { pointer, since: { ...long, ...since }, waitMs });

test("rule 1: a script's press is nothing; rule 15: neither is the second click of a double click", () => {
  const how = { pointer: "mouse", since: long, waitMs: armMs } as const;
  expect(judgePress({ isTrusted: false, detail: 1 }, how)).toBe("nothing");
  expect(judgePress({ isTrusted: true, detail: 2 }, how)).toBe("nothing");
});

const story = `
  rule 15: half a second after a change      mouse  changed 499        hasty
  rule 15                                    mouse  changed 500        counts
  rule 15: Undo                              mouse  changed 799 undo   hasty
  rule 15: Undo                              keys   changed 800 undo   counts
  rule 15: half a second after the focus     keys   focused 499        hasty
  rule 15                                    keys   focused 500        counts
  a mouse focuses just before it clicks      mouse  focused 0          counts
  rule 16: a mouse rests                     mouse  rested 249         hasty
  rule 16                                    mouse  rested 250         counts
  a mouse need not wait for the page         mouse  shown 0            counts
  rule 16: a finger meets what stood still   touch  shown 799          hasty
  rule 16                                    touch  shown 800          counts
  a finger does not rest before              touch  rested 0           counts
  rule 16: so do keys and what sends them    keys   shown 799          hasty
  rule 16: and a pen                         pen    shown 799          hasty`;

test.each(
  story
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s{2,}/)),
)("%s, %s: %s is %s", (_, pointer, facts = "", verdict) => {
  const [name = "", ms, undo] = facts.split(" ");
  const wait = undo === "undo" ? armUndoMs : armMs;
  expect(judge(pointer as Pointer, { [name]: Number(ms) }, wait)).toBe(verdict);
});
