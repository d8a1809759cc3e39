import type { Balance, BalanceSums } from "@farthing/protocol";
import { expect, test } from "vitest";
import { dayLines } from "./dayLines.ts";
import { givenUp, noneStillAllows, ratesOf, ripeness, shareOf, timesOf } from "./figures.ts";
import { typedKey } from "./keptKey.ts";
import { de } from "./text/de.ts";
import { en } from "./text/en.ts";

const play = (amount: bigint | number) => ({ amount: String(amount), asset: "PLAY/6" as const });
const none: BalanceSums = {
  payments: 0,
  unasked: 0,
  amount: play(0),
  gestures: 0,
  asked: 0,
  answered: 0,
  cancelled: 0,
  failed: 0,
  abandoned: 0,
  notEnough: 0,
  paidAfterAll: 0,
  declined: 0,
  reported: 0,
  undone: play(0),
  refunded: play(0),
  fraudRefunded: play(0),
  fraudReported: play(0),
  tabLost: play(0),
  tabBorne: play(0),
  seconds: { count: 0, p50: null, p95: null },
  madeWhole: play(0),
};
const sums = (more: Partial<BalanceSums>): BalanceSums => ({ ...none, ...more });
const tooFew = {
  asked: null,
  interrupted: null,
  givenUp: null,
  oneClick: null,
  declined: null,
  gestures: null,
  reported: null,
  reportedShare: null,
};

test("99 payments are too few for any rate, 100 are enough", () => {
  const busy = { asked: 25, answered: 20, unasked: 75, declined: 25, amount: play(5_000_000) };
  const some = { ...busy, gestures: 125, reported: 1, fraudReported: play(50_000) };
  expect(ratesOf(none)).toEqual(tooFew);
  expect(ratesOf(sums({ ...some, payments: 99 }))).toEqual(tooFew);
  expect(ratesOf(sums({ ...some, payments: 100 }))).toMatchObject({
    asked: 25,
    interrupted: { share: 0.2 },
    givenUp: { share: 0.2 },
    oneClick: { share: 0.75 },
    declined: { share: 0.2 },
    gestures: 1.25,
    reported: 100,
    reportedShare: { share: 0.01 },
  });
});

// Published values: Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("Wilson: %i of %i lies between %f and %f", (part, all, low, high) => {
  const share = shareOf(part, all);
  expect([share?.low.toFixed(4), share?.high.toFixed(4)]).toEqual([
    low.toFixed(4),
    high.toFixed(4),
  ]);
});

test("all of them is all of them, and of none there is no share", () => {
  expect(shareOf(20, 20)).toMatchObject({ share: 1, high: 1 });
  expect(shareOf(0, 0)).toBe(null);
});

test("what is paid today is unripe; by how late reports came, a week is ripe for nearly all", () => {
  const day = 86_400_000;
  const on = (at: number, payments: number) => ({ ...sums({ payments }), day: at * day });
  const within = [
    { seconds: 600, count: 4 },
    { seconds: 86_400, count: 4 },
    { seconds: 604_800, count: 1 },
    { seconds: null, count: 1 },
  ];
  const reports: Balance["reports"] = { count: 10, delayP50: 600, delayP90: 604_800, within };
  const ripe = (days: Balance["days"], of = reports) => ripeness({ days, reports: of }, 10.5 * day);
  expect(ripe([on(10, 5)])).toBe(0);
  expect(ripe([on(9, 5)])).toBe(0.4);
  expect(ripe([on(8, 5)])).toBe(0.8);
  expect(ripe([on(2, 5)])).toBe(0.9);
  expect(ripe([on(10, 30), on(8, 10)])).toBe(0.2);
  expect(ripe([on(8, 5)], { ...reports, count: 9 })).toBe(null);
  expect(ripe([])).toBe(null);
});

test("nothing reported is no rate, and says what it does not rule out", () => {
  expect(ratesOf(sums({ payments: 300, amount: play(1) })).reported).toBe(null);
  expect(noneStillAllows(99)).toBe(null);
  expect(noneStillAllows(300)).toBe(0.01);
});

test("basis points to two places, half up, of sums that no number holds", () => {
  const reported = (part: bigint, all: bigint) =>
    ratesOf(sums({ payments: 100, fraudReported: play(part), amount: play(all) })).reported;
  expect(reported(1n, 2_000_000n)).toBe(0.01);
  expect(reported(1n, 2_000_001n)).toBe(0);
  expect(reported(2n ** 62n, 2n ** 63n - 1n)).toBe(5_000);
  // Given away for nothing: no share of nothing.
  expect(reported(1n, 0n)).toBe(null);
});

test("more questions than payments are more than 100", () => {
  expect(ratesOf(sums({ payments: 100, asked: 130 })).asked).toBe(130);
});

test("a question that is answered on the next day is given up on neither", () => {
  expect(givenUp(sums({ asked: 3, answered: 1 }))).toBe(2);
  expect(givenUp(sums({ asked: 1, answered: 3 }))).toBe(0);
});

test("19 times are too few to say what most of them were, 20 are enough", () => {
  const seconds = { p50: 0.2, p95: 9 };
  expect(timesOf(none)).toBe(null);
  expect(timesOf(sums({ seconds: { ...seconds, count: 19 } }))).toBe(null);
  expect(timesOf(sums({ seconds: { ...seconds, count: 20 } }))).toEqual({ half: 0.2, most: 9 });
});

test("quiet days are one line where they lie together, newest first", () => {
  const day = 86_400_000;
  const on = (at: number, more: Partial<BalanceSums> = {}) => ({ ...sums(more), day: at * day });
  const days = [on(1), on(2), on(3, { payments: 2 }), on(4), on(5, { declined: 1 }), on(6), on(7)];
  const lines = dayLines(days).map((line) =>
    line.kind === "day" ? `day ${line.day / day}` : `${line.count} quiet from ${line.day / day}`,
  );
  expect(lines).toEqual(["2 quiet from 7", "day 5", "1 quiet from 4", "day 3", "2 quiet from 2"]);
  expect(dayLines([])).toEqual([]);
});

test("a key is taken without the spaces that copying adds, and what cannot be sent is none", () => {
  expect(typedKey(" abc_-9\n")).toBe("abc_-9");
  for (const typed of ["", "  ", "two words", "schlüssel", "x".repeat(201)]) {
    expect(typedKey(typed)).toBe(null);
  }
});

/** Names of every text; the types see to the rest. */
function names(text: object, path = ""): string[] {
  return Object.entries(text).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "object" && value !== null
      ? names(value, `${path}${name}.`)
      : [`${path}${name}`],
  );
}

test("German has every text that English has, and none is English", () => {
  expect(names(de)).toEqual(names(en));
  const flat = (text: object): unknown[] =>
    Object.values(text).flatMap((value: unknown) =>
      typeof value === "object" && value !== null ? flat(value) : [value],
    );
  const german = new Set(flat(de));
  const same = flat(en).filter((text) => typeof text === "string" && german.has(text));
  expect(same).toEqual([]);
});
