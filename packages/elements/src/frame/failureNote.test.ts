import { problems } from "@farthing/core";
import { expect, test } from "vitest";
import { failureNote } from "./failureNote.ts";
import { allWords } from "./words/words.testing.ts";

test("every problem of the catalogue has a sentence and a next step", () => {
  for (const code of Object.keys(problems) as (keyof typeof problems)[]) {
    const { note, next } = failureNote(code);
    expect(allWords.en[note]).toMatch(/\w{3}/);
    expect(["retry", "wallet", "stop"]).toContain(next);
  }
});

test.each([
  ["offline", "offline", "retry"],
  ["internal", "failed", "retry"],
  ["rate-limited", "busy", "retry"],
  ["counter-conflict", "failed", "retry"],
  ["device-revoked", "device-revoked", "wallet"],
  ["grant-expired", "not-paid", "wallet"],
  ["too-many-tries", "check-elsewhere", "wallet"],
  ["offer-expired", "offer-expired", "stop"],
  ["wrong-merchant", "offer-invalid", "stop"],
  ["origin-not-registered", "origin-not-registered", "stop"],
] as const)("%s → %s, %s", (code, note, next) => {
  expect(failureNote(code)).toEqual({ on: "problem", note, next });
});
