import { expect, test } from "vitest";
import { allowance, firstTime, ready } from "./frame.testing.ts";
import { viewOf } from "./view.ts";
import { wordsFor } from "./words/words.ts";

const words = wordsFor("en");

test("price, title and merchant are the server's; play money is labelled", () => {
  const view = viewOf({ at: "needs-wallet", hello: firstTime, note: "first-time" }, words, "en");
  expect(view).toMatchObject({
    title: "A penny to anywhere",
    merchant: "to The Newsstand",
    chip: "Play money",
    action: "Read for $0.05",
    undo: "",
    note: "Your wallet opens once and shows the limits.",
  });
  expect(
    viewOf({ at: "ready", hello: { ...ready, mode: "live" }, note: "left" }, words, "en").chip,
  ).toBe("");
});

test("rule 24: limits roll: what is left, and when more comes", () => {
  const moreAt = 1_795_000_000_000;
  const hello = { ...ready, allowance: { ...allowance, moreAt } };
  const { note } = viewOf({ at: "ready", hello, note: "left" }, words, "en");
  expect(note).toMatch(/^One click pays\. \$0\.45 left here, more from \d\d:\d\d/);
  // When the total is the nearer line, no time brings more.
  const last = { ...allowance, leftTotal: { amount: "100000", asset: "PLAY/6" } as const, moreAt };
  const total = viewOf(
    { at: "ready", hello: { ...ready, allowance: last }, note: "left" },
    words,
    "en",
  );
  expect(total.note).toBe("One click pays. $0.10 left here. Above that your wallet asks you.");
});

test("the sentence for a browser that keeps no key", () => {
  expect(
    viewOf({ at: "needs-wallet", hello: firstTime, note: "key-not-kept" }, words, "en").note,
  ).toBe(
    "This browser does not let the button remember you between pages, so each page asks once.",
  );
});

test("paid: no button to press again; Undo says what it does, its name begins with its word", () => {
  const view = viewOf(
    { at: "paid", hello: ready, payment: "pay_1", undoUntil: 5, asked: false, note: "paid-undo" },
    words,
    "en",
  );
  expect(view).toMatchObject({ action: "", paid: "Paid $0.05", undo: "Undo", undoUntil: 5 });
  expect(view.undoName).toBe("Undo $0.05 (closes the article)");
});

test("rule 6: the way out of a blocked popup is a button in these words", () => {
  const state = {
    at: "waiting",
    hello: firstTime,
    grant: "grt_1",
    wallet: "",
    note: "wallet-slow",
  } as const;
  expect(viewOf(state, words, "en")).toMatchObject({
    action: "Continue on the payment page",
    busy: false,
  });
});

test("every sentence is whole: no brace is left unfilled", () => {
  const known = ["price", "merchant", "line", "left", "more", "moreAt", "spent", "sites"];
  for (const text of Object.values(words)) {
    for (const [, name] of text.matchAll(/\{(\w+)\}/g)) expect(known).toContain(name);
  }
});
