import { instant } from "@farthing/core";
import { expect, test } from "vitest";
import { dayKey, dayWords, momentWords } from "./dates.ts";
import { freshKey } from "./freshKey.ts";
import { chooseLanguage } from "./language.ts";

const at = (text: string) => new Date(text).getTime();
const now = at("2026-11-23T10:00:00");

test("a day is written as rule 24 writes it, with the year when it is another", () => {
  expect(dayWords(at("2026-12-23T10:00:00"), now, "en")).toBe("23 December");
  expect(dayWords(at("2027-01-23T10:00:00"), now, "en")).toBe("23 January 2027");
  expect(dayWords(at("2026-12-23T10:00:00"), now, "de")).toBe("23. Dezember");
});

test("a moment of this day is its time alone", () => {
  expect(momentWords(at("2026-11-23T14:20:00"), now, "en")).toBe("14:20");
  expect(momentWords(at("2026-11-24T14:20:00"), now, "en")).toContain("24 November");
});

test("a calendar day has one key", () => {
  expect(dayKey(at("2026-11-03T00:00:00"))).toBe("2026-11-03");
  expect(dayKey(at("2026-11-03T23:59:59"))).toBe("2026-11-03");
});

test("the first language that the pages speak wins, else English", () => {
  expect(chooseLanguage(["fr-CH", "de-CH", "en"])).toBe("de");
  expect(chooseLanguage(["en-GB"])).toBe("en");
  expect(chooseLanguage(["fr"])).toBe("en");
  expect(chooseLanguage([])).toBe("en");
});

test("a fresh key is a UUIDv7 of its moment, and never twice the same", () => {
  const clock = { now: () => instant(0x0123_4567_89ab) };
  const keys = Array.from({ length: 50 }, () => freshKey(clock));
  for (const key of keys) {
    expect(key).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect(new Set(keys).size).toBe(50);
});
