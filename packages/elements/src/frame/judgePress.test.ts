import { expect, test } from "vitest";
import { armMs, armUndoMs, judgePress } from "./judgePress.ts";

test("rule 1: a script's press is nothing; rule 15: neither is the second click of a double click", () => {
  expect(judgePress({ isTrusted: false, detail: 1 }, 10_000, armMs)).toBe("nothing");
  expect(judgePress({ isTrusted: true, detail: 2 }, 10_000, armMs)).toBe("nothing");
});

test("rule 15: too soon after a change is hasty, on Undo for longer", () => {
  const press = { isTrusted: true, detail: 1 };
  expect(judgePress(press, 499, armMs)).toBe("hasty");
  expect(judgePress(press, 500, armMs)).toBe("counts");
  expect(judgePress(press, 799, armUndoMs)).toBe("hasty");
  expect(judgePress({ isTrusted: true, detail: 0 }, 800, armUndoMs)).toBe("counts");
});
