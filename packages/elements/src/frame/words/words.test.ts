import { describe, expect, test } from "vitest";
import { type Facts, fill, loadWords, type Words } from "./words.ts";
import { allWords } from "./words.testing.ts";

const facts: Facts = {
  price: "$0.05",
  merchant: "The Newsstand",
  line: "$0.05",
  most: "$5.00",
  left: "$0.45",
  moreAt: "14:20",
  more: ", more from 14:20",
  spent: "$0.60",
  sites: "3 sites",
  owed: "$0.10",
  bill: "$0.25",
};

describe.each(Object.entries(allWords))("%s", (lang, words: Words) => {
  test("says the same things as English, with the same facts in them", () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(allWords.en).sort());
    const braces = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const [key, text] of Object.entries(words)) {
      expect(text).toMatch(/\S{2}/);
      expect([key, ...braces(text)]).toEqual([key, ...braces(allWords.en[key as keyof Words])]);
    }
  });

  test("fills every brace", () => {
    for (const text of Object.values(words)) {
      expect(fill(text, facts)).not.toMatch(/[{}]|undefined/);
    }
  });

  test("rule 17: names of buttons begin with their visible words", () => {
    expect(words.undoName.startsWith(words.undo)).toBe(true);
  });

  test("is found by the page's language", async () => {
    const { words: at, whole } = await loadWords(`${lang}-AT`);
    expect(at.locale).toBe(lang);
    expect(await whole).toEqual(words);
  });
});

test("a page in a language that is not there is spoken to in English", async () => {
  for (const lang of ["fr", "", "__proto__", "constructor"]) {
    expect((await loadWords(lang)).words.read).toBe("Read for {price}");
  }
});

test("rules 3, 6, 16 and 18 in their own words", () => {
  const say = (key: keyof Words) => fill(allWords.en[key], { ...facts, price: "$0.25" });
  expect([say("over-per-click"), say("once"), say("raise")]).toEqual([
    "$0.25 is above your $0.05 line here.",
    "Pay this once",
    "Raise the line",
  ]);
  expect([say("covered"), say("openWallet")]).toEqual([
    "Something on this page covers this button.",
    "Open the wallet to pay $0.25",
  ]);
  expect([say("goOn"), say("yes"), say("undoName") + say("closes"), say("back")]).toEqual([
    "Continue on the payment page",
    "Yes, pay $0.25",
    "Undo $0.25 (closes the article)",
    "Ask for it back",
  ]);
  expect(say("week")).toBe("This week: $0.60 at 3 sites.");
});
