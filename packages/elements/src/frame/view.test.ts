import { expect, test } from "vitest";
import { allowance, firstTime, ready } from "./frame.testing.ts";
import type { State } from "./state.ts";
import { type View, viewOf } from "./view.ts";
import type { Hidden } from "./watchVisible.ts";
import { en } from "./words/en.ts";
import { allWords } from "./words/words.testing.ts";

const view = (state: State, lang: "en" | "de" = "en", hidden: Hidden = ""): View =>
  viewOf(state, { words: allWords[lang], locale: lang, hidden });

const dear = { ...ready, price: { amount: "600000", asset: "PLAY/6" } } as const;
const grant = "grt_1";
const bought = { payment: "pay_1", undoUntil: 5, asked: false } as const;
const over = { payment: "pay_1", paid: true, asked: false, week: null } as const;

test("price, title and merchant are the server's; play money is labelled", () => {
  expect(view({ at: "needs-wallet", hello: firstTime, note: "first-time" })).toMatchObject({
    title: "A penny to anywhere",
    merchant: "to The Newsstand",
    chip: "Play money",
    action: "Read for $0.05",
    second: "",
    undo: "",
    note: "Your wallet opens once and shows the limits.",
  });
  expect(view({ at: "ready", hello: { ...ready, mode: "live" }, note: "left" }).chip).toBe("");
});

/** Each state: the buttons from the first to the last, then the note. "-" is none. */
const story: readonly (readonly [State, string])[] = [
  [{ at: "starting", hello: null, note: null }, "One moment … | - | -"],
  [{ at: "unreached", note: "offline" }, "Try again | - | You are offline."],
  [{ at: "ready", hello: ready, note: "left" }, "Read for $0.05 | - | One click pays."],
  [
    { at: "ready", hello: { ...dear, confirm: "hold" }, note: "left" },
    "Read for $0.60 | - | Hold the button to pay, or press twice.",
  ],
  [
    { at: "ready", hello: { ...dear, confirm: "press" }, note: "left" },
    "Read for $0.60 | - | Two presses pay.",
  ],
  [
    { at: "confirming", hello: dear, note: "confirm" },
    "Yes, pay $0.60 | Cancel | Press once more to pay $0.60 to The Newsstand.",
  ],
  [
    { at: "over-line", hello: dear, why: "over-per-click", note: "over-per-click" },
    "Pay this once | Raise the line | $0.60 is above your $0.05 line here.",
  ],
  [
    { at: "over-line", hello: dear, why: "check-due", note: "check-due" },
    "Check and pay $0.60 | - | Check it’s you: $0.60 to The Newsstand.",
  ],
  [
    { at: "checking", hello: dear, why: "over-24h", note: "checking" },
    "Pay this once | - | Check it’s you: $0.60 to The Newsstand.",
  ],
  [{ at: "owned", hello: ready, note: "you-own-this" }, "Open | - | You own this."],
  [
    { at: "paying", hello: ready, gesture: "click", note: "paying" },
    "Read for $0.05 | - | Paying $0.05 to The Newsstand …",
  ],
  [
    { at: "unsettled", hello: ready, note: "offline" },
    "Try again | - | You are offline. Press again later: you will not be charged twice.",
  ],
  [
    { at: "waiting", hello: firstTime, grant, wallet: "", note: "wallet-open" },
    "Read for $0.05 | Cancel | Pay $0.05 in the wallet that opened.",
  ],
  [
    { at: "waiting", hello: firstTime, grant, wallet: "", note: "wallet-slow" },
    "Continue on the payment page | Cancel | Did your wallet not open?",
  ],
  [
    { at: "waiting", hello: firstTime, grant, wallet: "", note: "cancelling" },
    "Read for $0.05 | - | Taking the request back …",
  ],
  [
    { at: "paid", hello: ready, note: "paid-undo", ...bought },
    "Paid $0.05 | Undo | Paid to The Newsstand.",
  ],
  [
    { at: "paid", hello: ready, note: "paid-undo", ...bought, asked: true },
    "Paid $0.05 | Undo | Ask me less here | Ask me more here | Paid to The Newsstand.",
  ],
  [{ at: "undoing", hello: ready, note: "undoing", ...bought }, "Paid $0.05 | - | Undoing …"],
  [
    { at: "done", hello: ready, note: "paid-kept", ...over },
    "Paid $0.05 | Ask for it back | Your wallet | The receipt is in your wallet.",
  ],
  [
    { at: "done", hello: ready, note: "week", ...over, week: { spent: dear.price, sites: 3 } },
    "Paid $0.05 | Ask for it back | Look | This week: $0.60 at 3 sites.",
  ],
  [
    { at: "done", hello: ready, note: "week", ...over, week: { spent: dear.price, sites: 1 } },
    "Paid $0.05 | Ask for it back | Look | This week: $0.60 at one site.",
  ],
  [
    { at: "done", hello: ready, note: "you-own-this", ...over, paid: false },
    "Open | Your wallet | You own this.",
  ],
  [{ at: "stopped", hello: null, note: "offer-invalid" }, "- | - | Nothing can be charged."],
];

test.each(story)("$at: %#", (state, expected) => {
  const { action, paid, second, undo, back, less, more, wallet, note } = view(state);
  const shown = [action || paid, second || undo || back, less, more, wallet].filter(
    (text, place) => text || place < (state.at === "done" ? 1 : 2),
  );
  const words = shown.map((text) => text || "-").join(" | ");
  expect(`${words} | ${note || "-"}`.startsWith(expected)).toBe(true);
});

test("one site's day: how much it is, and when there is more", () => {
  const max = { amount: "5000000", asset: "PLAY/6" } as const;
  const at = (moreAt: number | null) => {
    const refusal = { reason: "merchant-limit-reached", limit: { max, moreAt } } as const;
    return view({ at: "ready", hello: { ...ready, refusal }, note: "merchant-limit-reached" }).note;
  };
  const sentence = "Nothing was charged. The most you pay The Newsstand in 24 hours is $5.00";
  expect(at(null)).toBe(`${sentence}.`);
  expect(at(1_795_000_000_000)).toMatch(/\$5\.00, more from \d\d?:\d\d/);
});

test("rule 24: limits roll: what is left, and when more comes", () => {
  const moreAt = 1_795_000_000_000;
  const hello = { ...ready, allowance: { ...allowance, moreAt } };
  const { note } = view({ at: "ready", hello, note: "left" });
  expect(note).toMatch(/^One click pays\. \$0\.45 left here, more from \d\d?:\d\d/);
  // When the total is the nearer line, no time brings more.
  const last = { ...allowance, leftTotal: { amount: "100000", asset: "PLAY/6" } as const, moreAt };
  const total = view({ at: "ready", hello: { ...ready, allowance: last }, note: "left" });
  expect(total.note).toBe("One click pays. $0.10 left here. Above that we ask you.");
});

test("paid: no button to press again; Undo says what it does, its name begins with its word", () => {
  const { undoName, ...paid } = view({ at: "paid", hello: ready, note: "paid-undo", ...bought });
  expect(paid).toMatchObject({ action: "", paid: "Paid $0.05", undo: "Undo", undoUntil: 5 });
  expect(undoName).toBe("Undo $0.05 (closes the article)");
});

test("what is no article is paid, not read; Undo says what it takes back", () => {
  const sold = (of: Partial<typeof ready>) => {
    const hello = { ...ready, ...of };
    const { undoName } = view({ at: "paid", hello, note: "paid-undo", ...bought });
    return [view({ at: "ready", hello, note: "left" }).action, undoName];
  };
  expect(sold({ kind: "other" })).toEqual(["Pay $0.05", "Undo $0.05 (takes back what you bought)"]);
  expect(sold({ kind: "other", access: "use" })).toEqual(["Pay $0.05", "Undo $0.05"]);
});

test("rule 16: partly out of view, it says how to see all of it, and offers the wallet", () => {
  expect(view({ at: "ready", hello: ready, note: "left" }, "en", "cut")).toMatchObject({
    action: "Open the wallet to pay $0.05",
    note: "Scroll so that the whole button shows.",
    quiet: true,
  });
});

test("done: Undo's place leads to asking for it back, of this payment", () => {
  const done = view({ at: "done", hello: ready, note: "paid-kept", ...over });
  expect([done.undo, done.back, done.backTo]).toEqual([
    "",
    "Ask for it back",
    "/payments/pay_1#back",
  ]);
});

test("rule 16: the words change before a press that opens the wallet, only where a press would pay", () => {
  const covered = (state: State) => view(state, "en", "covered");
  const ready1 = covered({ at: "ready", hello: { ...ready, confirm: "hold" }, note: "left" });
  expect(ready1).toMatchObject({
    action: "Open the wallet to pay $0.05",
    note: "Something on this page covers this button.",
    quiet: true,
    holds: false,
  });
  const line = { at: "over-line", hello: ready, why: "over-24h", note: "over-24h" } as const;
  expect(covered(line).action).toBe("Pay this once");
  expect(covered({ ...line, hello: { ...ready, stepUp: true } }).action).toMatch(
    /^Open the wallet/,
  );
  expect(covered({ at: "owned", hello: ready, note: "you-own-this" }).action).toBe("Open");
  expect(covered({ at: "ready", hello: ready, note: "press-again" }).note).toBe(
    "Press again to pay $0.05",
  );
});

test("German, with money as it is written there", () => {
  expect(view({ at: "ready", hello: ready, note: "left" }, "de")).toMatchObject({
    merchant: "an The Newsstand",
    action: "Für 0,05\u00a0$ lesen",
    note: "Ein Klick bezahlt. Noch 0,45\u00a0$ hier. Darüber fragen wir Sie.",
  });
});

test("the place of a word that has not come yet is empty, not broken", () => {
  const state = { at: "over-line", hello: ready, why: "over-24h", note: "over-24h" } as const;
  const early = viewOf(state, { words: en, locale: "en", hidden: "" });
  expect([early.action, early.second, early.note]).toEqual(["", "", ""]);
  expect(early.title).toBe("A penny to anywhere");
});
