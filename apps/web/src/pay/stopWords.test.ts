import { problems } from "@farthing/core";
import { describe, expect, test } from "vitest";
import { de } from "./text/de.ts";
import { en } from "./text/en.ts";
import type { StopName } from "./state.ts";
import { noticeWords, stopWords } from "./stopWords.ts";
import type { Words } from "./words.ts";

const languages: readonly Words[] = [
  { text: en, language: "en" },
  { text: de, language: "de" },
];
const problem = (code: string) => ({ kind: "problem" as const, code, ...problems.internal });
/** Whether money moved is not said by these: it may have, or it did on this page before. */
const others: readonly StopName[] = [
  "nothing-asked",
  "reloaded-late",
  "paid-before",
  "answered",
  "over",
];

function count(text: string, phrase: string): number {
  return text.split(phrase.replace(".", "")).length - 1;
}

describe.each(languages)("in $language", (words) => {
  const { nothingCharged } = words.text;
  const names = Object.keys(en.stopped) as StopName[];

  test.each(names)("%s: says once that nothing was charged, or never", (name) => {
    const { title, sentence } = stopWords(name, words);
    expect(count(`${title} ${sentence}`, nothingCharged)).toBe(others.includes(name) ? 0 : 1);
  });

  test.each(Object.keys(problems))("%s: the screen and the notice say it once", (code) => {
    const { title, hint } = problems[code as keyof typeof problems];
    const why = { kind: "problem" as const, code, title, hint };
    const stop = stopWords(why, words);
    for (const said of [`${stop.title} ${stop.sentence}`, noticeWords(why, words)]) {
      expect(count(said, nothingCharged)).toBe(1);
    }
  });
});

test("a problem without German words is never shown in English to a German reader", () => {
  const said = noticeWords(problem("merchant-asleep"), { text: de, language: "de" });
  expect(said).toContain("Bei uns ist etwas schiefgegangen.");
  expect(said).not.toContain("wrong");
});
