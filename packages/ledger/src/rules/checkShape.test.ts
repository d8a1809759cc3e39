import { expect, test } from "vitest";
import { shapeCases, wellFormed } from "../contract/shapeCases.ts";
import { checkShape } from "./checkShape.ts";

test("an entry without parts is well-formed", () => {
  expect(checkShape(wellFormed)).toBeNull();
});

test.each(shapeCases)("%s", (_name, part, status) => {
  expect(checkShape({ ...wellFormed, ...part })).toBe(status);
});
