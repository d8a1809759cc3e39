import { day, type Instant, instant } from "@farthing/core";
import { Checkup } from "@farthing/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkUp } from "./checkUp.ts";
import type { CheckupFacts, NewBrowser, Site } from "./checkupFacts.ts";
import { checks } from "./checks.ts";

const now = instant(1_800_000_000_000);
const ago = (days: number): Instant => instant(now - days * day);
const id = (prefix: string) => `${prefix}_00000000000000000000000000`;
const [allowance, device] = [id("alw"), id("dev")];

const synced = { synced: true };
const alone = { synced: false };

const mailTo = (
  address: "none" | "unconfirmed" | "confirmed" | "undelivered",
  digest = true,
): CheckupFacts["mail"] => ({ address, digest });

const laptop: NewBrowser = {
  device,
  merchant: "The Newsstand",
  browser: "Firefox, Linux",
  at: ago(1),
  isReviewed: false,
};

const site: Site = {
  allowance,
  merchantId: id("mer"),
  merchant: "The Newsstand",
  perClick: 50_000n,
  per24h: 500_000n,
  total: 2_000_000n,
  used: 800_000n,
  createdAt: ago(20),
  lastPaidAt: ago(1),
  rise: null,
  keptPrice: null,
};
const young = { ...site, createdAt: ago(1) };
const rise = { from: 50_000n, to: 100_000n };

const noCodes = { left: 0, made: false };

/** A wallet with two passkeys, codes, confirmed alerts and one site that is used: nothing is left to do. */
const tidy: CheckupFacts = {
  now,
  asset: "PLAY/6",
  passkeys: [synced, synced],
  codes: { left: 10, made: true },
  password: null,
  mail: mailTo("confirmed"),
  newBrowsers: [],
  sites: [site],
  preset: "balanced",
  lower: { preset: "careful", per24h: 5_000_000n },
  paid30d: 1_000_000n,
  putOff: new Map(),
};

test.each<[what: string, change: Partial<CheckupFacts>, advices: string[], score: number]>([
  ["all in order", {}, [], 100],
  ["nothing to look at", { passkeys: [], mail: null, sites: [] }, [], 100],
  [
    "a fresh wallet",
    { passkeys: [synced], codes: noCodes, mail: mailTo("none"), sites: [young] },
    ["second-passkey", "recovery-codes", "alerts"],
    14,
  ],
  [
    "a fresh wallet, no mail sent here",
    { passkeys: [synced], codes: noCodes, mail: null, sites: [young] },
    ["second-passkey", "recovery-codes"],
    18,
  ],
  ["one passkey, in one device", { passkeys: [alone] }, ["second-passkey"], 70],
  ["three passkeys", { passkeys: [alone, alone, synced] }, [], 100],
  ["each code was used", { codes: { left: 0, made: true } }, ["recovery-codes"], 76],
  ["one code is left", { codes: { left: 1, made: true } }, [], 100],
  [
    "a strong password alone",
    { password: { score: 4, secondFactor: false } },
    ["second-factor"],
    90,
  ],
  [
    "a fair password alone",
    { password: { score: 3, secondFactor: false } },
    ["second-factor", "stronger-password"],
    80,
  ],
  ["a fair password beside an app", { password: { score: 3, secondFactor: true } }, [], 100],
  [
    "a weak password beside an app",
    { password: { score: 2, secondFactor: true } },
    ["stronger-password"],
    90,
  ],
  ["an address that waits for its link", { mail: mailTo("unconfirmed") }, ["alerts"], 81],
  ["mail that does not arrive", { mail: mailTo("undelivered") }, ["alerts"], 81],
  ["the week is not mailed", { mail: mailTo("confirmed", false) }, ["digest"], 94],
  ["a new browser", { newBrowsers: [laptop] }, ["new-browser"], 73],
  ["a new browser that is theirs", { newBrowsers: [{ ...laptop, isReviewed: true }] }, [], 100],
  [
    "a browser on its last day as new",
    { newBrowsers: [{ ...laptop, at: instant(ago(14) + 1) }] },
    ["new-browser"],
    73,
  ],
  ["a browser after that", { newBrowsers: [{ ...laptop, at: ago(14) }] }, [], 100],
  [
    "two new browsers count once",
    { newBrowsers: [laptop, laptop] },
    ["new-browser", "new-browser"],
    73,
  ],
  ["a price that doubled", { sites: [{ ...site, rise }] }, ["price-rise"], 88],
  ["a price that was found right", { sites: [{ ...site, rise, keptPrice: 100_000n }] }, [], 100],
  ["a price that rose a little since", { sites: [{ ...site, rise, keptPrice: 66_667n }] }, [], 100],
  [
    "a price half as much again since",
    { sites: [{ ...site, rise, keptPrice: 66_666n }] },
    ["price-rise"],
    88,
  ],
  ["not used for two weeks", { sites: [{ ...site, lastPaidAt: ago(14) }] }, ["idle-site"], 94],
  ["not used for a day less", { sites: [{ ...site, lastPaidAt: instant(ago(14) + 1) }] }, [], 100],
  ["a tenth is used", { sites: [{ ...site, used: 200_000n }] }, ["wide-site"], 94],
  ["a little more than a tenth is used", { sites: [{ ...site, used: 200_001n }] }, [], 100],
  ["a tenth is used, of a young site", { sites: [{ ...young, used: 10_000n }] }, [], 100],
  [
    "idle, and hardly used",
    { sites: [{ ...site, used: 0n, lastPaidAt: ago(15) }] },
    ["idle-site"],
    94,
  ],
  ["half of it would not do", { sites: [{ ...site, total: 90_000n, used: 0n }] }, [], 100],
  ["convenient, and little paid", { preset: "convenient" }, ["lower-preset"], 94],
  ["convenient, and much paid", { preset: "convenient", paid30d: 5_000_001n }, [], 100],
  [
    "all at once",
    {
      passkeys: [alone],
      codes: noCodes,
      password: { score: 3, secondFactor: false },
      mail: mailTo("none"),
      newBrowsers: [laptop],
      sites: [{ ...site, rise, used: 0n }],
    },
    [
      "new-browser",
      "second-passkey",
      "recovery-codes",
      "alerts",
      "second-factor",
      "stronger-password",
      "price-rise",
      "wide-site",
    ],
    3,
  ],
])("%s", (_, change, advices, score) => {
  const found = checkUp({ ...tidy, ...change });
  expect(Checkup.parse(found)).toEqual(found);
  expect([found.advices.map(({ kind }) => kind), found.score]).toEqual([advices, score]);
});

test("what was put off stays out of the way until then, and counts as not done", () => {
  const facts = { ...tidy, passkeys: [alone] };
  const later = new Map([["second-passkey", instant(now + 1)]]);
  const found = checkUp({ ...facts, putOff: later });
  expect(found).toMatchObject({ score: checkUp(facts).score, advices: [] });
  expect(found.waiting).toMatchObject([{ advice: { kind: "second-passkey" }, until: now + 1 }]);
  const over = checkUp({ ...facts, putOff: new Map([["second-passkey", now]]) });
  expect(over.advices.map(({ kind }) => kind)).toEqual(["second-passkey"]);
});

test("a new browser cannot be put off", () => {
  const putOff = new Map([[`new-browser/${device}`, instant(now + day)]]);
  const { advices } = checkUp({ ...tidy, newBrowsers: [laptop], putOff });
  expect(advices.map(({ kind }) => kind)).toEqual(["new-browser"]);
});

test.each([
  [10_000n, 60_000n],
  [200_000n, 400_000n],
])("of %i used, %i would do, and no line is above the next", (used, newTotal) => {
  const [advice] = checkUp({ ...tidy, sites: [{ ...site, used }] }).advices;
  const newDay = newTotal < site.per24h ? newTotal : site.per24h;
  expect(advice).toMatchObject({
    newTotal: { amount: `${newTotal}` },
    lines: { perClick: "50000", per24h: `${newDay}`, total: `${newTotal}` },
  });
});

test("every check has a kind of its own, and advice of no other", () => {
  const kinds = checks.map(({ kind }) => kind);
  expect(new Set(kinds).size).toBe(kinds.length);
  const anything = fc.record({
    passkeys: fc.array(fc.record({ synced: fc.boolean() }), { maxLength: 3 }),
    codes: fc.constantFrom(noCodes, { left: 3, made: true }, { left: 0, made: true }),
    password: fc.option(fc.record({ score: fc.nat({ max: 4 }), secondFactor: fc.boolean() })),
    mail: fc.constantFrom(null, mailTo("none"), mailTo("confirmed", false), mailTo("undelivered")),
    newBrowsers: fc.subarray([laptop]),
    sites: fc.subarray([young, { ...site, rise }, { ...site, used: 0n, lastPaidAt: ago(40) }]),
    preset: fc.constantFrom("careful" as const, "balanced" as const, "convenient" as const),
  });
  fc.assert(
    fc.property(anything, (change) => {
      const facts = { ...tidy, ...change };
      for (const { kind, find } of checks) {
        for (const advice of find(facts)) expect(advice.kind).toBe(kind);
      }
      const { score, advices } = checkUp(facts);
      expect(score === 100).toBe(advices.length === 0);
    }),
  );
});
