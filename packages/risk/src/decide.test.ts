import { amountMax, type Asset, hour, instant } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decide, type Decision, type DecisionFacts } from "./decide.ts";
import { defaultPolicy } from "./policy/defaultPolicy.ts";
import { gestures, strictness } from "./policy/gesture.ts";
import { bands, presetNames, type Trust, trusts } from "./policy/policy.ts";

const now = instant(Date.parse("2026-11-24T12:00:00Z"));
const asset: Asset = "PLAY/6";
const inAMonth = instant(now + 30 * 24 * hour);

/** A payment that nothing speaks against but what a test says. */
const calm: DecisionFacts = {
  policy: defaultPolicy,
  preset: "balanced",
  price: { amount: 1n, asset },
  now,
  trust: "trusted",
  risk: { band: "low", score: 0, reasons: [] },
  clicks: { per10s: 0, per10min: 0, perDay: 0 },
  lastCheckAt: instant(now - hour),
  isNewDevice: false,
  mayPayUnasked: false,
  brake: "off",
  merchant: { askAbove: null, neverAbove: null },
  allowance: { perClick: { amount: amountMax, asset }, expiresAt: inAMonth },
};

const euros = (text: string): bigint => BigInt(Math.round(Number(text) * 1_000_000));

/** The words of a table's line, each a change of the calm payment. */
const words: readonly [RegExp, (facts: DecisionFacts, word: string) => DecisionFacts][] = [
  [
    /^(low|raised|high)$/,
    (facts, band) => ({
      ...facts,
      risk: { band: bands.find((one) => one === band) ?? "high", score: 0, reasons: [] },
    }),
  ],
  [/^unscored$/, (facts) => ({ ...facts, risk: null })],
  [
    /^(trusted|known|first)$/,
    (facts, trust) => ({ ...facts, trust: trusts.find((one) => one === trust) ?? "first" }),
  ],
  [
    /^(careful|balanced|convenient)$/,
    (facts, name) => ({
      ...facts,
      preset: presetNames.find((one) => one === name) ?? "careful",
    }),
  ],
  [/^agent$/, (facts) => ({ ...facts, mayPayUnasked: true })],
  [/^new-device$/, (facts) => ({ ...facts, isNewDevice: true })],
  [/^no-allowance$/, (facts) => ({ ...facts, allowance: null })],
  [
    /^line=[\d.]+$/,
    (facts, word) => ({
      ...facts,
      allowance: { perClick: { amount: euros(word.slice(5)), asset }, expiresAt: inAMonth },
    }),
  ],
  [
    /^ends=-?\d+ms$/,
    (facts, word) => ({
      ...facts,
      allowance: {
        perClick: { amount: amountMax, asset },
        expiresAt: instant(now + Number.parseInt(word.slice(5), 10)),
      },
    }),
  ],
  [
    /^checked=-?\d+(h|ms)$/,
    (facts, word) => {
      const count = Number.parseInt(word.slice(8), 10);
      return { ...facts, lastCheckAt: instant(now - count * (word.endsWith("ms") ? 1 : hour)) };
    },
  ],
  [/^never-checked$/, (facts) => ({ ...facts, lastCheckAt: null })],
  [
    /^clicks=\d+\/\d+\/\d+$/,
    (facts, word) => {
      const [per10s = 0, per10min = 0, perDay = 0] = word.slice(7).split("/").map(Number);
      return { ...facts, clicks: { per10s, per10min, perDay } };
    },
  ],
  [/^brake$/, (facts) => ({ ...facts, brake: "dear-clicks" })],
  [/^full-brake$/, (facts) => ({ ...facts, brake: "all-clicks" })],
  [
    /^site-asks=[\d.]+$/,
    (facts, word) => ({
      ...facts,
      merchant: { ...facts.merchant, askAbove: euros(word.slice(10)) },
    }),
  ],
  [
    /^site-sells=[\d.]+$/,
    (facts, word) => ({
      ...facts,
      merchant: { ...facts.merchant, neverAbove: euros(word.slice(11)) },
    }),
  ],
  [/^euros$/, (facts) => ({ ...facts, price: { ...facts.price, asset: "EUR/6" } })],
  [/^before-it-holds$/, (facts) => ({ ...facts, now: instant(facts.policy.effectiveFrom - 1) })],
];

function factsOf(amount: string, said: string): DecisionFacts {
  const facts = { ...calm, price: { amount: euros(amount), asset } };
  return said
    .split(" ")
    .filter((word) => word !== "")
    .reduce<DecisionFacts>((so, word) => {
      const [, change] = words.find(([shape]) => shape.test(word)) ?? [];
      if (change === undefined) throw new Error(`What is ${word}?`);
      return change(so, word);
    }, facts);
}

function inWords(decision: Decision): string {
  const { row, gesture, counter, kind } = decision;
  const because = "reason" in decision ? ` ${decision.reason}` : "";
  return `${row} ${gesture}: ${kind}${because}${counter === null ? "" : ` by ${counter}`}`;
}

test("the whole table: every row, band and trust", () => {
  const table = `
    price | trusted                 | known                   | first
    0.05  | C C D | C C D | C U D
    1     | C U D | C U D | C U D
    5     | C U D | C U D | U U D
    30    | C U D | C U D | U H1 D
    100   | U U+notice D | U U+notice D | U H24 D
    500   | U+notice H24 D | U+notice H24 D | H24 D D
    500.000001 | D D D | D D D | D D D`;
  for (const line of table.trim().split("\n").slice(1)) {
    const [price = "", ...cells] = line.split("|").map((cell) => cell.trim());
    const got = (trust: Trust) =>
      bands.map((band) => decide(factsOf(price, `${band} ${trust} checked=1h`)).gesture).join(" ");
    expect(`${price}: ${trusts.map(got).join(" | ")}`).toBe(`${price}: ${cells.join(" | ")}`);
  }
});

test("every counter, a line for each side of its edge", () => {
  const table = `
    0         |                                  | to-0.05 C: click
    0.05      | agent                            | to-0.05 N: click
    0.050001  | agent                            | to-1 N: click
    0.050001  |                                  | to-1 C: click
    1         | line=1                           | to-1 C: click
    1.000001  | line=1                           | to-5 U: step-up over-per-click by per-click
    0.05      | no-allowance                     | to-0.05 U: step-up allowance-ended by allowance
    0.05      | ends=1ms                         | to-0.05 C: click
    0.05      | ends=0ms                         | to-0.05 U: step-up allowance-ended by allowance
    0.05      | unscored                         | to-0.05 C: click
    0.06      | unscored                         | to-1 U: step-up check-due
    0.06      | raised                           | to-1 U: step-up check-due
    0.01      | high                             | to-0.05 D: decline too-risky
    501       |                                  | above-all-rows D: decline daily-limit-reached
    40        |                                  | to-100 U: step-up over-per-click
    0.05      | new-device                       | to-0.05 C: click
    0.06      | new-device                       | to-1 U: step-up check-due by new-device
    0.01      | new-device careful               | to-0.05 U: step-up check-due by new-device
    1         | new-device convenient            | to-1 C: click
    1.01      | new-device convenient            | to-5 U: step-up check-due by new-device
    1         | checked=169h                     | to-1 C: click
    1.01      | checked=168h                     | to-5 C: click
    1.01      | checked=169h                     | to-5 U: step-up check-due by check-age
    1.01      | checked=25h careful              | to-5 U: step-up check-due by check-age
    1.01      | checked=720h convenient          | to-5 C: click
    1.01      | never-checked                    | to-5 U: step-up check-due by check-age
    1.01      | checked=-1h                      | to-5 U: step-up check-due by check-age
    0.01      | clicks=4/59/299                  | to-0.05 C: click
    0.01      | clicks=5/5/5                     | to-0.05 U: step-up check-due by clicks-per-10s
    0.01      | clicks=0/60/60                   | to-0.05 U: step-up check-due by clicks-per-10min
    0.01      | clicks=0/0/300                   | to-0.05 U: step-up check-due by clicks-per-day
    0.01      | clicks=3/3/3 careful             | to-0.05 U: step-up check-due by clicks-per-10s
    0.01      | clicks=9/119/599 convenient      | to-0.05 C: click
    1         | brake                            | to-1 C: click
    1.01      | brake                            | to-5 U: step-up check-due by platform-brake
    0.01      | full-brake                       | to-0.05 U: step-up check-due by platform-brake
    0.5       | site-asks=0.5                    | to-1 C: click
    0.500001  | site-asks=0.5                    | to-1 U: step-up check-due by merchant-asks
    0.5       | site-asks=0 agent                | to-1 U: step-up check-due by merchant-asks
    40        | site-asks=0.5                    | to-100 U: step-up over-per-click
    0.5       | site-sells=0.5                   | to-1 C: click
    0.500001  | site-sells=0.5                   | to-1 D: decline above-site-price by merchant-never
    0.02      | site-sells=0.01 site-asks=0      | to-0.05 D: decline above-site-price by merchant-never
    0.02      | site-sells=0.01 high             | to-0.05 D: decline too-risky
    0.01      | euros                            | to-0.05 U: step-up check-due by policy-asset
    0.01      | before-it-holds                  | to-0.05 U: step-up check-due by policy-date
    0.01      | new-device no-allowance careful  | to-0.05 U: step-up allowance-ended by allowance
    150       | full-brake first raised          | to-500 D: decline too-risky`;
  for (const line of table.trim().split("\n")) {
    const [price = "", said = "", expected = ""] = line.split("|").map((cell) => cell.trim());
    const got = inWords(decide(factsOf(price, said)));
    expect(`${price} | ${said} | ${got}`).toBe(`${price} | ${said} | ${expected}`);
  }
});

const anyFacts: fc.Arbitrary<DecisionFacts> = fc.record({
  policy: fc.constant(defaultPolicy),
  preset: fc.constantFrom(...presetNames),
  price: fc.record({ amount: fc.bigInt(0n, 600_000_000n), asset: fc.constant(asset) }),
  now: fc.constant(now),
  trust: fc.constantFrom(...trusts),
  risk: fc.option(
    fc.record({
      band: fc.constantFrom(...bands),
      score: fc.constant(0),
      reasons: fc.constant([]),
    }),
  ),
  clicks: fc.record({ per10s: fc.nat(12), per10min: fc.nat(130), perDay: fc.nat(700) }),
  lastCheckAt: fc.option(fc.integer({ min: 0, max: 2e9 }).map((ago) => instant(now - ago))),
  isNewDevice: fc.boolean(),
  mayPayUnasked: fc.boolean(),
  brake: fc.constantFrom("off" as const, "dear-clicks" as const, "all-clicks" as const),
  merchant: fc.record({
    askAbove: fc.option(fc.bigInt(0n, 600_000_000n)),
    neverAbove: fc.option(fc.bigInt(0n, 600_000_000n)),
  }),
  allowance: fc.option(
    fc.record({
      perClick: fc.record({ amount: fc.bigInt(0n, 600_000_000n), asset: fc.constant(asset) }),
      expiresAt: fc.integer({ min: -5, max: 5 }).map((ms) => instant(now + ms)),
    }),
  ),
});

const asked = (facts: DecisionFacts) => strictness(decide(facts).gesture);

test("what is worse never asks for less", () => {
  const worse = {
    price: (facts) => ({
      ...facts,
      price: { asset, amount: facts.price.amount + 7_000_000n },
    }),
    stranger: (facts) => ({ ...facts, trust: "first" }),
    "no score": (facts) => (facts.risk?.band === "high" ? facts : { ...facts, risk: null }),
    "high risk": (facts) => ({ ...facts, risk: { band: "high", score: 0, reasons: [] } }),
    careful: (facts) => ({ ...facts, preset: "careful" }),
    "no allowance": (facts) => ({ ...facts, allowance: null }),
    "no check": (facts) => ({ ...facts, lastCheckAt: null }),
    "new device": (facts) => ({ ...facts, isNewDevice: true }),
    "full brake": (facts) => ({ ...facts, brake: "all-clicks" }),
    "no agent": (facts) => ({ ...facts, mayPayUnasked: false }),
    "a merchant that asks": (facts) => ({
      ...facts,
      merchant: { ...facts.merchant, askAbove: 0n },
    }),
    "a merchant that sells nothing": (facts) => ({
      ...facts,
      merchant: { ...facts.merchant, neverAbove: 0n },
    }),
    "more clicks": (facts) => ({ ...facts, clicks: { per10s: 99, per10min: 999, perDay: 9_999 } }),
  } satisfies Record<string, (facts: DecisionFacts) => DecisionFacts>;
  fc.assert(
    fc.property(anyFacts, (facts) => {
      for (const [name, worsen] of Object.entries(worse)) {
        expect([name, asked(worsen(facts)) >= asked(facts)]).toEqual([name, true]);
      }
    }),
  );
});

test("on a web page nothing is paid without a click, and no click is over the allowance", () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const { kind, gesture } = decide(facts);
      if (!facts.mayPayUnasked) expect(gesture).not.toBe("N");
      if (kind !== "click") return;
      expect(facts.allowance !== null && facts.allowance.expiresAt > now).toBe(true);
      expect(facts.price.amount <= (facts.allowance?.perClick.amount ?? -1n)).toBe(true);
    }),
  );
});

test("the order of gestures is that of what they ask for", () => {
  expect(gestures).toEqual(["N", "C", "U", "U+notice", "H1", "H24", "D"]);
});
