import { day, instant } from "@farthing/core";
import { decide, defaultPolicy, type Gesture } from "@farthing/risk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { close, follow, money, newReader, open, setLine } from "./policyStage.testing.ts";

/*
 * The whole policy that comes with Farthing, as tables. The first says what each payment is asked for; the others, what
 * happens when, for each of the three presets. specs/policy.md has the words.
 */

/**
 * What is asked for. Down: the price, up to and including. Across: how risky it looks, and in each of these whether the
 * site is trusted (an allowance stands), known (paid before) or met for the first time.
 *
 *   C  a click            U  a passkey            U+notice  a passkey, and the other devices are told
 *   H1, H24  a passkey, then held for 1 or 24 hours            D  declined
 */
const whatIsAsked = `
  up to  | low                              | raised                          | high
  0.05   | C         C         C            | C         C         U           | D D D
  1      | C         C         C            | U         U         U           | D D D
  5      | C         C         U            | U         U         U           | D D D
  30     | C         C         U            | U         U         H1          | D D D
  100    | U         U         U            | U+notice  U+notice  H24         | D D D
  500    | U+notice  U+notice  H24          | H24       H24       D           | D D D
  above  | D         D         D            | D         D         D           | D D D`;

/** The same for a key that may pay without a click (a program's, an open tab's): only trusted and low is less than above. */
const whatAProgramIsAsked = `
  up to  | low
  0.05   | N C C
  1      | N C C
  5      | N C U
  30     | C C U`;

const bands = ["low", "raised", "high"] as const;
const trusts = ["trusted", "known", "first"] as const;

function asked(price: bigint, of: { band: number; trust: number; program: boolean }): Gesture {
  const now = instant(defaultPolicy.effectiveFrom + day);
  return decide({
    policy: defaultPolicy,
    preset: "balanced",
    price: { amount: price, asset: "PLAY/6" },
    now,
    trust: trusts[of.trust] ?? "first",
    risk: { band: bands[of.band] ?? "high", score: 0, reasons: [] },
    clicks: { per10s: 0, per10min: 0, perDay: 0 },
    lastCheckAt: now,
    isNewDevice: false,
    mayPayUnasked: of.program,
    brake: "off",
    merchant: { askAbove: null, neverAbove: null },
    allowance: { perClick: { amount: price, asset: "PLAY/6" }, expiresAt: instant(now + 1) },
  }).gesture;
}

/** Reads a table: each line's price at its upper end, just above the end before, and the cells of each band. */
function linesOf(table: string): { ends: bigint[]; name: string; cells: string[][] }[] {
  let below = -1n;
  return table
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [name = "", ...parts] = line.split("|").map((part) => part.trim());
      const upTo = name === "above" ? below + 1_000_000n : money(name);
      const ends = [below + 1n, upTo];
      below = upTo;
      return { ends, name, cells: parts.map((part) => part.split(/\s+/)) };
    });
}

test.each([
  ["what is asked for", whatIsAsked, false],
  ["what a program is asked for", whatAProgramIsAsked, true],
])("%s: each price, risk and trust", (_, table, program) => {
  for (const { ends, name, cells } of linesOf(table)) {
    for (const price of ends) {
      const got = cells.map((line, band) =>
        line.map((__, trust) => asked(price, { band, trust, program })),
      );
      expect([name, got]).toEqual([name, cells]);
    }
  }
});

test("the table above has each row of the document", () => {
  const ends = linesOf(whatIsAsked).map(({ ends: [, upTo] }) => upTo);
  expect(ends.slice(0, -1)).toEqual(defaultPolicy.rows.map(({ upTo }) => upTo));
});

/*
 * What happens when. Each line: the day and the time of day since the start, the sites (A to E), what the payer does there
 * and how often (half a minute apart, or as said; a line begins after the one before), and what all of these hear; `by`: what named it.
 *
 *   click P    a click that pays P          once P    a passkey on the wallet's page pays P and nothing else
 *   check      a passkey, nothing is paid   phone P   a click with a key of that day's new device
 *   asks P, sells P   the site has a passkey asked for, or sells nothing, above P; priced P, late, late-once: an offer of P
 *   that was made before, and pressed or approved after, the site changed its mind
 *   undo, refund   gives the last click there back, by the payer or by the site          top-up P   money is added
 *   undone P, report P   a click of P that is undone at once, or reported as not received: back at once, or asked about first
 *   program P, go-on     a program with all that the preset lets it have pays P; its payer lets it go on
 *   guest P, settle      somebody without a wallet pays P later; pays the bill          other-guest P   the same, another one each time
 *   choose, raise, preset   another preset, without and with a passkey, and what is in force          wrong   a wrong password
 *   brake B              the platform's fraud is so high that the brake is at B, and nothing from then on
 */
const speeds = (per10s: number, per10min: number, perDay: number) => `
  d0 00:00  A check                   owned
  d0 01:00  A click 0.01 ×${per10s} every 0s    captured
  d0 01:00  A click 0.01              step-up check-due by clicks-per-10s
  d0 01:00  A check                   owned
  d0 01:00  A click 0.01              captured
  d0 01:01  A click 0.01              captured
  d2 00:00  A check                   owned
  d2 01:00  A click 0.01 ×${per10min} every 4s   captured
  d2 01:08  A click 0.01              step-up check-due by clicks-per-10min
  d2 01:20  A click 0.01              captured
  d4 00:00  A check                   owned
  d4 01:00  A click 0.01 ×${perDay} every 30s   captured
  d4 01:00  A undo                    reversed
  d4 07:00  A click 0.01              step-up check-due by clicks-per-day
  d4 07:01  A check                   owned
  d4 07:02  A click 0.01              captured`;

const careful = `
  d0 00:00  A check                   owned
  d0 00:05  A once 1                  captured
  d0 00:05  A click 1                 captured
  d0 00:10  A click 0.01              declined merchant-limit-reached by merchant-24h
  d0 00:10  A once 0.01               declined merchant-limit-reached by merchant-24h
  d0 00:11  A refund                  refunded
  d0 00:11  A click 0.01              declined merchant-limit-reached by merchant-24h
  d0 00:20  B click 1 ×2              captured
  d0 00:20  B undo                    reversed
  d0 00:26  B click 1                 captured
  d0 00:30  C click 1                 captured
  d0 00:40  D click 0.01              declined daily-limit-reached by payer-24h
  d0 23:59  D once 0.01               declined daily-limit-reached by payer-24h
  d1 00:59  A click 0.01              declined daily-limit-reached by payer-24h
  d1 01:00  A click 1                 captured
  d1 01:00  A click 0.01              step-up check-due by payer-since-check
  d1 01:01  A once 0.01               captured
  d1 01:02  A click 0.01              captured
  d3 01:00  A click 1.01              step-up check-due by check-age
  d3 01:01  A check                   owned
  d4 01:01  A click 1.01              captured
  d5 00:00  A phone 0.01              step-up check-due by new-device
  d6 00:00  A phone 0.01              captured`;

const balanced = `
  d0 00:00  A check                   owned
  d0 00:05  A once 1                  captured
  d0 00:05  A click 1 ×4              captured
  d0 00:10  A click 0.01              declined merchant-limit-reached by merchant-24h
  d0 00:10  A once 0.01               declined merchant-limit-reached by merchant-24h
  d0 00:11  A refund                  refunded
  d0 00:11  A click 0.01              declined merchant-limit-reached by merchant-24h
  d0 00:20  BCD click 1 ×5            captured
  d0 00:20  D undo                    reversed
  d0 00:31  D click 1                 captured
  d0 00:40  E click 0.01              declined daily-limit-reached by payer-24h
  d1 00:59  A click 0.01              declined daily-limit-reached by payer-24h
  d1 01:00  A click 1                 captured
  d1 01:00  A click 0.01              step-up check-due by payer-since-check
  d1 01:01  A once 0.01               captured
  d1 01:02  A click 0.01              captured
  d8 01:01  A click 1.01              captured
  d9 01:00  A click 1.01              step-up check-due by check-age
  d9 01:01  A check                   owned
  d9 01:02  A click 1.01              captured
  d10 00:00 A phone 0.05              captured
  d10 00:01 A phone 0.06              step-up check-due by new-device
  d11 00:00 A phone 0.06              captured`;

const convenient = `
  d0 00:00  A check                   owned
  d0 00:05  A once 1                  captured
  d0 00:05  A click 1 ×19             captured
  d0 00:20  A click 0.01              declined merchant-limit-reached by merchant-24h
  d0 00:20  A once 0.01               declined merchant-limit-reached by merchant-24h
  d0 00:21  A refund                  refunded
  d0 00:21  A click 0.01              declined merchant-limit-reached by merchant-24h
  d0 00:30  B click 1 ×20             captured
  d0 00:50  C click 1 ×10             captured
  d0 00:50  C undo                    reversed
  d0 00:59  C click 1                 captured
  d0 01:30  D click 0.01              declined daily-limit-reached by payer-24h
  d2 02:00  AB click 1 ×20            captured
  d2 02:50  C click 1 ×10             captured
  d4 05:00  A click 1                 captured
  d4 05:00  A click 0.01              step-up check-due by payer-since-check
  d4 05:01  A once 0.01               captured
  d4 05:02  A click 0.01              captured
  d34 05:00 A click 1.01              captured
  d34 05:02 A click 1.01              step-up check-due by check-age
  d34 05:03 A check                   owned
  d34 05:04 A click 1.01              captured
  d35 00:00 A phone 1                 captured
  d35 00:01 A phone 1.01              step-up check-due by new-device
  d36 00:00 A phone 1.01              captured`;

/** What a program may pay at once, in a session, and in a day, of which `sessions` fill that many and a rest. */
const programs = (preset: "careful" | "balanced" | "convenient") => {
  const { agent } = defaultPolicy.presets[preset];
  const [once, above] = [Number(agent.perPayment) / 1e6, Number(agent.perPayment + 10_000n) / 1e6];
  const inSession = Number(agent.perSession / agent.perPayment);
  const inDay = Number(agent.perDay / agent.perPayment);
  return `
  d0 00:00  A check                   owned
  d0 00:00  A program ${above}        step-up over-per-click
  d0 00:01  A program ${once} ×${inSession}   captured
  d0 01:00  A program 0.01            step-up over-total
  d0 01:01  A go-on                   done
  d0 01:02  A program ${once} ×${inSession}   captured
  d0 02:00  A go-on                   done${
    inDay > 2 * inSession
      ? `
  d0 02:01  A program ${once} ×${inDay - 2 * inSession}   captured`
      : ""
  }
  d0 03:00  A program 0.01            step-up over-24h
  d1 00:59  A program 0.01            step-up over-24h
  d1 01:00  A program 0.01            captured`;
};

/** Who pays later, before and after a settlement, and all of one network. A guest chose no preset. */
const guests = `
  d0 00:00  A guest 0.05 ×5           captured
  d0 00:05  A guest 0.01              step-up bill-due
  d0 00:06  A settle                  settled
  d0 00:07  BC guest 0.05 ×10         captured
  d0 00:20  D guest 0.01              step-up bill-due
  d0 00:21  D settle                  settled
  d0 00:22  E other-guest 0.05 ×15    captured
  d0 00:40  D guest 0.01              step-up bill-network
  d0 00:40  E other-guest 0.01        pay-later-unavailable
  d1 00:59  D guest 0.01              step-up bill-network
  d1 01:00  D guest 0.01              captured`;

/** How long a raise waits: as long as the preset says that it is asked for from. */
const raises = `
  d0 00:00  A check                   owned
  d0 00:00  A choose careful          careful
  d0 00:01  A raise balanced          careful, balanced waits
  d1 23:59  A preset                  careful, balanced waits
  d2 00:01  A preset                  balanced
  d2 00:02  A raise convenient        balanced, convenient waits
  d3 00:01  A preset                  balanced, convenient waits
  d3 00:02  A preset                  convenient
  d3 00:03  A choose balanced         balanced`;

const brake = `
  d0 00:00  A check                   owned
  d0 00:01  A brake dear-clicks       set
  d0 00:02  A click 1                 captured
  d0 00:03  A click 1.01              step-up check-due by platform-brake
  d0 00:04  A once 1.01               captured
  d29 23:00 A check                   owned
  d29 23:59 A click 1.01              step-up check-due by platform-brake
  d30 00:02 A click 1.01              captured
  d30 00:03 A brake all-clicks        set
  d30 00:04 A click 0.01              step-up check-due by platform-brake
  d30 00:05 A once 0.01               captured
  d60 00:02 A click 0.01              step-up check-due by platform-brake
  d60 00:04 A click 0.01              captured`;

/** What comes back without anybody looking: six reports and 3.00 in 90 days, three undos a day at a site. */
const reportsByCount = `
  d0 00:00  A check                   owned
  d0 00:00  AB report 0.05 ×3         refunded
  d0 00:10  A report 0.05             asked
  d89 22:00 A check                   owned
  d89 23:00 A report 0.05             asked
  d92 00:00 A report 0.05             refunded`;

const reportsByMoney = `
  d0 00:00  A check                   owned
  d0 00:00  AB report 1               refunded
  d0 00:10  C report 1.01             asked
  d0 00:11  D report 1                refunded
  d0 00:12  E report 0.01             asked
  d92 00:00 A check                   owned
  d92 00:01 A report 1                refunded`;

const undos = `
  d0 00:00  A undone 0.05 ×3          reversed
  d0 00:10  A undone 0.05             undo-limit-reached
  d0 00:11  B undone 0.05             reversed
  d0 23:59  A undone 0.05             undo-limit-reached
  d1 01:00  A undone 0.05             reversed`;

const wrongPasswords = `
  d0 00:00  A wrong ×5                sign-in-failed
  d0 00:03  A wrong                   too-many-tries
  d0 00:16  A wrong                   too-many-tries
  d0 00:20  A wrong                   sign-in-failed`;

/** What a site sets for its own pages only ever asks for more, and nowhere else. */
const ownLines = `
  d0 00:00  A check                   owned
  d0 00:01  A click 0.31              captured
  d0 00:02  A asks 0.3                set
  d0 00:03  A click 0.3               captured
  d0 00:04  A click 0.31              step-up check-due by merchant-asks
  d0 00:05  B click 0.31              captured
  d0 00:06  A once 0.31               captured
  d0 00:07  A click 0.31              step-up check-due by merchant-asks
  d0 00:08  A priced 0.4              offered
  d0 00:09  A sells 0.39              set
  d0 00:10  A late                    declined above-site-price by merchant-never
  d0 00:11  A late-once               declined above-site-price by merchant-never
  d0 00:12  A priced 0.4              invalid-request
  d0 00:13  A click 0.39              step-up check-due by merchant-asks
  d0 00:14  A once 0.39               captured`;

/** So much a day, on every second day, until a month's worth is paid: 30 days after the first the next is free. */
const month = (sites: string, times: number, days: number) => `
${Array.from(
  { length: days },
  (_, at) => `
  d${2 * at} 00:00  A check            owned
  d${2 * at} 00:01  ${sites} click 1 ×${times}  captured`,
).join("")}
  d${2 * days} 00:00  A check          owned
  d${2 * days} 00:01  A click 0.01     declined monthly-limit-reached by payer-30d
  d${2 * days} 00:02  A once 0.01      declined monthly-limit-reached by payer-30d
  d30 23:59  A click 0.01              declined monthly-limit-reached by payer-30d
  d31 00:01  A click 0.01              captured`;

/** It starts with 10.00 and paid 0.07 of them; what is added at most is 100.00 a day. */
const ceiling = (most: number) => `
  d0 00:00  A check                    owned
  d0 00:00  A top-up ${(most - 10) / 2}                added
  d2 00:00  A top-up ${(most - 10) / 2}                added
  d2 00:01  A top-up 0.08              wallet-full
  d2 00:02  A top-up 0.07              added
  d2 00:03  A top-up 0.01              wallet-full
  d2 00:04  A click 0.05               captured
  d2 00:05  A top-up 0.05              added
  d2 00:06  A refund                   refunded
  d2 00:07  A top-up 0.01              wallet-full`;

describe("money and speed", () => {
  beforeAll(() => open(10n ** 10n));
  afterAll(async () => expect(await close()).toEqual([]));

  describe.each([
    ["careful", careful, month("ABCDE", 1, 10)],
    ["balanced", balanced, month("ABCDE", 3, 10)],
    ["convenient", convenient, month("ABCDE", 10, 6)],
  ] as const)("%s", (preset, table, ofMonth) => {
    const { per10s, per10min, perDay } = defaultPolicy.presets[preset].clicks;
    test("at one site and in all, since the last check, and by a new device", async () => {
      await follow(await newReader(preset), table);
    });
    test("how fast", async () => follow(await newReader(preset), speeds(per10s, per10min, perDay)));
    test("what a site sets for itself", async () => {
      await follow(await newReader(preset), ownLines);
      await setLine(0, { askAbove: null, neverAbove: null });
    });
    test("what a program pays", async () => follow(await newReader(preset), programs(preset)));
    test("30 days", async () => follow(await newReader(preset), ofMonth));
  });
});

describe("whoever pays, and what comes back", () => {
  beforeAll(() => open(10n ** 10n));
  afterAll(async () => expect(await close()).toEqual([]));

  test.each([
    ["guests", guests],
    ["how long a raise waits", raises],
    ["reports, by count", reportsByCount],
    ["reports, by money", reportsByMoney],
    ["undos", undos],
    ["wrong passwords", wrongPasswords],
    ["the platform's brake", brake],
  ])("%s", async (_, table) => follow(await newReader("balanced"), table));
});

describe("what a wallet holds", () => {
  beforeAll(() => open(10_000_000n));
  afterAll(async () => expect(await close()).toEqual([]));

  test.each([
    ["careful", 50],
    ["balanced", 150],
    ["convenient", 150],
  ] as const)("%s", async (preset, most) => follow(await newReader(preset), ceiling(most)));
});
