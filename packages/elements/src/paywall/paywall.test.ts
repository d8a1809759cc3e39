import { expect, test } from "vitest";
import { lingerFor, standingAfter } from "./dress.ts";
import { paywallWords } from "./paywallWords.ts";

test("what the button says decides what is around it", () => {
  expect(
    ["farthing-paid", "farthing-owned", "farthing-undone"].map((event) => standingAfter(event)),
  ).toEqual(["paid", "owned", "closed"]);
});

test("rule 18: Undo keeps its time, whatever the device's clock says", () => {
  expect(lingerFor(130_000, 10_000)).toBe(150_000);
  expect(lingerFor(0, 10_000)).toBe(30_000);
});

test("each language says the price and the way in", () => {
  for (const lang of ["en", "de-AT", "fr", ""]) {
    const words = paywallWords(lang);
    expect(words.price).toContain("{price}");
    for (const text of Object.values(words)) expect(text).toMatch(/\w{4}/);
  }
  expect(paywallWords("fr")).toEqual(paywallWords("en"));
});
