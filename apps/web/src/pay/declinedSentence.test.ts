import { expect, test } from "vitest";
import { declinedSentence } from "./declinedSentence.ts";
import { de } from "./text/de.ts";
import { en } from "./text/en.ts";
import type { Words } from "./words.ts";

const languages: readonly Words[] = [
  { text: en, language: "en" },
  { text: de, language: "de" },
];
const now = Date.parse("2026-11-27T10:00:00");
const declined = { name: "declined", isLimit: true, moreAt: now + 90 * 60_000 } as const;

test.each(languages)("a limit says when there is more, by the clock ($language)", (words) => {
  for (const reason of [
    "daily-limit-reached",
    "monthly-limit-reached",
    "merchant-limit-reached",
  ] as const) {
    const said = declinedSentence({ ...declined, reason }, words, now);
    expect(said).toContain(words.text.declined[reason]);
    expect(said).toMatch(/11:30/);
    expect(said.endsWith(words.text.nothingCharged)).toBe(true);
    // 24 hours are not a day of the calendar.
    expect(said).not.toMatch(/tomorrow|morgen/i);
  }
});

test.each(languages)("a price above every row never becomes possible ($language)", (words) => {
  const reason = "daily-limit-reached";
  const said = declinedSentence({ ...declined, reason, isLimit: false, moreAt: null }, words, now);
  expect(said).toBe(`${words.text.neverSoMuch} ${words.text.nothingCharged}`);
});

test("what has room already, and what no limit refused, says no time", () => {
  const [words] = languages;
  const of = { ...declined, moreAt: null };
  const said = declinedSentence({ ...of, reason: "daily-limit-reached" }, words!, now);
  expect(said).toBe(`${en.declined["daily-limit-reached"]} ${en.nothingCharged}`);
  const frozen = declinedSentence({ ...of, reason: "wallet-frozen", isLimit: false }, words!, now);
  expect(frozen).toBe(`${en.declined["wallet-frozen"]} ${en.nothingCharged}`);
});
