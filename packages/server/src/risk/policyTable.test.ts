import { day, hour, type Instant, instant, minute, newId, second } from "@farthing/core";
import type { Decided, PaymentOutcome } from "@farthing/protocol";
import { decide, defaultPolicy, type Gesture, type Preset } from "@farthing/risk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyRaises } from "../limits/applyRaise.ts";
import { forgetRaises, newLimitsDesk } from "../limits/limitsStage.testing.ts";
import { registerMerchant, newApiKey } from "../merchants/registerMerchant.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  clickBody,
  cookie,
  newFrameKey,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
  post,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import { sendRefund } from "../refunds/refundStage.testing.ts";
import { measureBrake } from "./measureBrake.ts";

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

const money = (text: string): bigint => BigInt(Math.round(Number(text) * 1_000_000));

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

const wide = ({ perMerchantDay: siteDay, per30Days }: Preset) => {
  const line = siteDay < 5_000_000n ? siteDay : 5_000_000n;
  return { perClick: line.toString(), per24h: siteDay.toString(), total: per30Days.toString() };
};

/** A clock that stands still until a line of a table moves it. */
const clock = { at: instant(Date.parse("2026-11-24T12:00:00Z")), now: (): Instant => clock.at };
let audited: AuditedServer;
let sites: { id: string; apiKey: string; origin: string }[];
const desk = newLimitsDesk(() => audited.stage);
let pages = 0;

type PresetName = "careful" | "balanced" | "convenient";

/** A wallet of that preset with an allowance at each site, as wide as the preset lets it be, agreed to long ago. */
async function newReader(preset: PresetName) {
  const { deps } = audited.stage;
  const one = newPerson();
  await payOnPage(audited.stage, one, { offer: await offerOf(0, "0.01") });
  const raised = preset === "convenient" ? await desk.presetAnswer(one, preset) : undefined;
  if (preset !== "balanced") await desk.choose(one, preset, raised);
  move(3 * day);
  await applyRaises(deps);
  await forgetRaises(deps);
  const limits = { ...wide(defaultPolicy.presets[preset]), expiresAt: 0 };
  const people: Person[] = [];
  for (const [at, site] of sites.entries()) {
    const there = { ...one, key: at === 0 ? one.key : newFrameKey(), session: one.session };
    const agreed = { ...limits, expiresAt: clock.now() + 300 * day };
    const parent = site.origin;
    await payOnPage(audited.stage, there, {
      offer: await offerOf(at, "0.01"),
      way: "get",
      limits: agreed,
      parent,
    });
    one.session = there.session;
    people.push(there);
  }
  move(60 * day);
  await forgetRaises(deps);
  const owned = await offerOf(0, "0.01");
  await payOnPage(audited.stage, people[0]!, { offer: owned, way: "get" });
  move(60 * day);
  return { people, owned, last: new Map<number, string>(), phone: null as Person | null, late: "" };
}

type Reader = Awaited<ReturnType<typeof newReader>>;

function move(ms: number): void {
  clock.at = instant(clock.at + ms);
}

function offerOf(site: number, price: string): Promise<string> {
  const { apiKey, origin } = sites[site]!;
  return newOffer(audited.stage, {
    amount: money(price),
    apiKey,
    origin,
    path: `/p${(pages += 1)}`,
  });
}

function said(outcome: PaymentOutcome & { decided?: Decided | undefined }): string {
  if (!("reason" in outcome)) return outcome.kind;
  const counter = outcome.decided?.counter;
  return `${outcome.kind} ${outcome.reason}${counter ? ` by ${counter}` : ""}`;
}

async function clickAt(
  reader: Reader,
  site: number,
  person: Person,
  price: string,
): Promise<string> {
  const parent = sites[site]!.origin;
  const body = clickBody(audited.stage, person, { offer: await offerOf(site, price), parent });
  const { body: outcome, code } = await send(audited.stage, body);
  if (code !== null) return code;
  if (outcome.kind === "captured") reader.last.set(site, outcome.payment);
  return said(outcome);
}

const verbs: Record<string, (reader: Reader, site: number, price: string) => Promise<string>> = {
  click: (reader, site, price) => clickAt(reader, site, reader.people[site]!, price),
  once: async (reader, site, price) => {
    const person = { ...reader.people[site]!, key: newFrameKey() };
    const of = { choice: "once", way: "get", parent: sites[site]!.origin } as const;
    return said(
      (await payOnPage(audited.stage, person, { offer: await offerOf(site, price), ...of }))
        .outcome,
    );
  },
  check: async (reader, site) => {
    const of = { way: "get", parent: sites[site]!.origin } as const;
    return said(
      (
        await payOnPage(audited.stage, reader.people[site]!, {
          offer: await ownedAgain(reader),
          ...of,
        })
      ).outcome,
    );
  },
  phone: async (reader, site, price) => {
    if (reader.phone === null) {
      reader.phone = { ...reader.people[site]!, key: newFrameKey() };
      await payOnPage(audited.stage, reader.phone, { offer: await ownedAgain(reader), way: "get" });
    }
    return clickAt(reader, site, reader.phone, price);
  },
  asks: (_, site, price) => setLine(site, { askAbove: wire(price) }),
  sells: (_, site, price) => setLine(site, { neverAbove: wire(price) }),
  priced: async (reader, site, price) => {
    const { apiKey, origin } = sites[site]!;
    const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
    const resource = `${origin}/late${(pages += 1)}`;
    const body = JSON.stringify({ resource, title: "Late", price: wire(price), access: "own" });
    const answer = await audited.stage.fetch("/v1/offers", { method: "POST", headers, body });
    const { offer, code } = (await answer.json()) as { offer?: string; code?: string };
    reader.late = offer ?? reader.late;
    return code ?? "offered";
  },
  late: async (reader, site) => {
    const parent = sites[site]!.origin;
    const of = { offer: reader.late, parent };
    return said(
      (await send(audited.stage, clickBody(audited.stage, reader.people[site]!, of))).body,
    );
  },
  "late-once": async (reader, site) => {
    const person = { ...reader.people[site]!, key: newFrameKey() };
    const of = { choice: "once", way: "get", parent: sites[site]!.origin } as const;
    return said((await payOnPage(audited.stage, person, { offer: reader.late, ...of })).outcome);
  },
  undo: async (reader, site) =>
    (await sendUndo(audited.stage, reader.people[site]!, reader.last.get(site) ?? "")).body.kind,
  refund: async (reader, site) => {
    const { status } = await sendRefund(audited.stage, { payment: reader.last.get(site) ?? "" });
    return status === 200 ? "refunded" : `refund ${status}`;
  },
  "top-up": async (reader, site, price) => {
    const hex = clock.now().toString(16).padStart(12, "0");
    const key = `${hex.slice(0, 8)}-${hex.slice(8)}-7${crypto.randomUUID().slice(15)}`;
    const headers = { ...cookie(reader.people[site]!.session), "idempotency-key": key };
    const body = { money: { amount: money(price).toString(), asset: "PLAY/6" } };
    const { status, code } = await post(audited.stage, "/v1/wallet/top-ups", body, headers);
    return code ?? (status === 200 ? "added" : String(status));
  },
};

const wire = (price: string) => ({ amount: money(price).toString(), asset: "PLAY/6" });

async function setLine(site: number, change: object): Promise<string> {
  const { apiKey } = sites[site]!;
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const patch = { method: "PATCH", headers, body: JSON.stringify(change) };
  const answer = await audited.stage.fetch("/v1/merchant/settings", patch);
  return answer.status === 200 ? "set" : String(answer.status);
}

/** A fresh offer for what the reader owns: an approval of it checks the passkey and pays nothing. */
async function ownedAgain(reader: Reader): Promise<string> {
  const claims = JSON.parse(Buffer.from(reader.owned.split(".")[1] ?? "", "base64url").toString());
  const path = new URL(claims.resource).pathname;
  return newOffer(audited.stage, { amount: 10_000n, path });
}

const shape =
  /^d(\d+) (\d\d):(\d\d)\s+([A-E]+) ([a-z-]+)(?: ([\d.]+))?(?: ×(\d+)(?: every (\d+)s)?)?\s{2,}(.+)$/;

async function follow(reader: Reader, table: string): Promise<void> {
  // On the full hour: the windows of the ledger are whole hours.
  const start = Math.ceil(clock.now() / day) * day;
  for (const text of table.split("\n").filter((line) => line.trim() !== "")) {
    const found = shape.exec(text.trim());
    if (found === null) throw new Error(`What is ${text}?`);
    const [, d, h, m, places = "", verb = "", price = "", times = "1", every = "30", expected] =
      found;
    const time = start + Number(d) * day + Number(h) * hour + Number(m) * minute;
    clock.at = instant(Math.max(clock.at, time));
    await measureBrake(audited.stage.deps);
    let count = 0;
    for (const place of [...places].flatMap((one) => Array<string>(Number(times)).fill(one))) {
      if (count > 0) move(Number(every) * second);
      count += 1;
      const heard = await verbs[verb]!(reader, place.charCodeAt(0) - 65, price);
      expect(`${text.trim()} · ${count}: ${heard}`).toBe(`${text.trim()} · ${count}: ${expected}`);
    }
  }
}

async function open(welcome: bigint): Promise<void> {
  const rate = { addressPerMinute: 0, payerPerMinute: 1_000_000, merchantPerMinute: 0 };
  audited = await openAudited({ clock, config: { welcome, rate, confirmAbove: 10n ** 12n } });
  const { deps, merchant } = audited.stage;
  sites = [merchant];
  for (const name of ["B", "C", "D", "E"]) {
    const origin = `https://${name.toLowerCase()}.example`;
    const site = { id: newId("merchant", clock.now()), apiKey: newApiKey(), origin };
    await registerMerchant(deps, { ...site, name, origins: [origin] });
    sites.push(site);
  }
}

describe("money and speed", () => {
  beforeAll(() => open(10n ** 10n));
  afterAll(async () => expect(await audited.close()).toEqual([]));

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
    test("30 days", async () => follow(await newReader(preset), ofMonth));
  });
});

describe("what a wallet holds", () => {
  beforeAll(() => open(10_000_000n));
  afterAll(async () => expect(await audited.close()).toEqual([]));

  test.each([
    ["careful", 50],
    ["balanced", 150],
    ["convenient", 150],
  ] as const)("%s", async (preset, most) => follow(await newReader(preset), ceiling(most)));
});
