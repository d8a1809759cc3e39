import { expect, test } from "vitest";
import { judgePassword, plainPassword } from "./judgePassword.ts";

const own = ["farthing", "anna@example.org", "anna", "localhost", "wallet"];

test.each([
  ["", "short", null],
  ["Tr0ub4dor&3", "short", null],
  ["password1234567", "guessable", "similarToCommon"],
  ["aaaaaaaaaaaaaaaaaaaa", "guessable", "simpleRepeat"],
  ["Sommer2026Sommer2026", "guessable", "extendedRepeat"],
  ["qwertzuiop123456", "guessable", "straightRow"],
  ["farthingfarthingfarthing", "guessable", "userInputs"],
  ["Farthing wallet anna 2026", "guessable", "userInputs"],
  ["my farthing hides behind tall barns", null, null],
  ["anna@example.org", "guessable", "userInputs"],
  ["x".repeat(129), "long", "simpleRepeat"],
  ["correct horse battery staple", null, null],
  ["kaffeetasse regenschirm leiter", null, null],
  ["vier blaue löwen essen gerne", null, null],
  ["🦀 walks sideways on a tuesday", null, null],
  ["nocomposition rule asks for digits", null, null],
])("%j: %s, because %s", (password, fault, reason) => {
  const judged = judgePassword(password, own);
  expect(judged.fault).toBe(fault);
  if (reason !== null) expect(judged.reason).toBe(reason);
});

test("64 characters and 128 are taken; length is in characters as people count them", () => {
  const long =
    "seven quiet herons cross a frozen lake before the bells of nine ring out over the old harbour wall and nobody there looks up at all";
  expect(judgePassword(long.slice(0, 64), own).fault).toBe(null);
  expect(judgePassword(long.slice(0, 128), own).fault).toBe(null);
  expect(judgePassword("🦀".repeat(14), own).fault).toBe("short");
});

test("a better habit is named where it is weak", () => {
  expect(judgePassword("password1234567", own).habits).toContain("anotherWord");
  expect(judgePassword("correct horse battery staple", own).habits).toEqual([]);
});

test("the same letters from another keyboard are the same password", () => {
  expect(plainPassword("Lo\u0308wenzahn ﬁne")).toBe("Löwenzahn fine");
});
