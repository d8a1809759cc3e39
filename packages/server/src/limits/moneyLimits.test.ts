import { day, hour } from "@farthing/core";
import type { StoredEntry } from "@farthing/ledger";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addNeighbour, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import { entryName } from "../payments/entryName.ts";
import { type PaymentMemo, readMemo } from "../payments/memo.ts";
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
import { entryTimeMs } from "../payments/receipt.ts";
import { sendRefund } from "../refunds/refundStage.testing.ts";
import type { TestServer } from "../server.testing.ts";

const cent = 10_000n;
/** Small, so that few payments reach each of them. */
const most = {
  day: 20n * cent,
  month: 30n * cent,
  sinceCheck: 8n * cent,
  merchantDay: 13n * cent,
  ceiling: 1_004n * cent,
};

const clock = newTurnedClock();
let audited: AuditedServer;
let stage: TestServer;
let sites: { apiKey: string; origin: string }[];
beforeAll(async () => {
  audited = await openAudited({ clock, config: { payerCeiling: most } });
  stage = audited.stage;
  sites = [stage.merchant, await addNeighbour(stage)];
});
// Closing replays the journal through the rules, from nothing.
afterAll(async () => expect(await audited.close()).toEqual([]));

const step = fc.record({
  verb: fc.constantFrom("click", "click", "click", "once", "undo", "refund", "top-up"),
  site: fc.nat(1),
  amount: fc.integer({ min: 1, max: 5 }).map((count) => BigInt(count) * cent),
});
type Wanted = typeof step extends fc.Arbitrary<infer One> ? One : never;
const loops = fc.array(fc.array(step, { minLength: 5, maxLength: 10 }), {
  minLength: 2,
  maxLength: 3,
});

/** A key at each site, and the last payment there. */
type Reader = { person: Person; last: string }[];
let pages = 0;
const heard = new Set<string>();

function offerOf(site: number, amount: bigint): Promise<string> {
  pages += 1;
  const { apiKey, origin } = sites[site]!;
  return newOffer(stage, { amount, path: `/${pages}`, apiKey, origin });
}

async function newReader(): Promise<Reader> {
  const first = newPerson();
  await payOnPage(stage, first, { offer: await offerOf(0, cent) });
  const second = { ...first, key: newFrameKey() };
  const parent = sites[1]!.origin;
  await payOnPage(stage, second, { offer: await offerOf(1, cent), way: "get", parent });
  return [first, second].map((person) => ({ person, last: "" }));
}

async function doOne(reader: Reader, { verb, site, amount }: Wanted): Promise<string> {
  const place = reader[site]!;
  const parent = sites[site]!.origin;
  if (verb === "undo") return (await sendUndo(stage, place.person, place.last)).code ?? "undone";
  if (verb === "refund") {
    const { apiKey } = sites[site]!;
    return (await sendRefund(stage, { payment: place.last, apiKey })).code ?? "refunded";
  }
  if (verb === "top-up") return topUp(place.person, amount);
  const offer = await offerOf(site, amount);
  const outcome =
    verb === "click"
      ? (await send(stage, clickBody(stage, place.person, { offer, parent }))).body
      : (
          await payOnPage(
            stage,
            { ...place.person, key: newFrameKey(), session: "" },
            { offer, parent, choice: "once", way: "get" },
          )
        ).outcome;
  if (verb === "click" && outcome.kind === "captured") place.last = outcome.payment;
  return "reason" in outcome ? outcome.reason : outcome.kind;
}

async function topUp({ session }: Person, amount: bigint): Promise<string> {
  const hex = clock.now().toString(16).padStart(12, "0");
  const key = `${hex.slice(0, 8)}-${hex.slice(8)}-7${crypto.randomUUID().slice(15)}`;
  const body = { money: { amount: amount.toString(), asset: "PLAY/6" } };
  const headers = { ...cookie(session), "idempotency-key": key };
  return (await post(stage, "/v1/wallet/top-ups", body, headers)).code ?? "added";
}

/** One payer's part of the journal, reckoned anew without the ledger's limits. */
interface Reckoned {
  balance: bigint;
  /** The least it was since the top-up before: there the next one may have read it. */
  low: bigint;
  uses: { payment: string; at: number; merchant: string; amount: bigint }[];
  /** What was clicked since the last passkey and stands. */
  clicked: Map<string, bigint>;
}

/** What is passed at any entry, by name; nothing in a good journal. */
function passed(from: bigint): string[] {
  const payers = new Map<string, Reckoned>();
  const faults: string[] = [];
  for (const entry of stage.deps.ledger.entriesAfter(from, 1_000)) {
    if (entry.status !== "created") continue;
    const memo = readMemo(entry.memo);
    if (!("payer" in memo)) continue;
    const payer = payers.get(memo.payer) ?? { balance: 0n, low: 0n, uses: [], clicked: new Map() };
    payers.set(memo.payer, payer);
    if (memo.kind === "payment") faults.push(...pay(payer, entry, memo));
    if (memo.kind === "undo" || memo.kind === "refund") payer.balance += BigInt(memo.amount);
    if (memo.kind === "undo") {
      payer.uses = payer.uses.filter(({ payment }) => payment !== memo.payment);
      payer.clicked.delete(memo.payment);
    }
    if (payer.balance < payer.low) payer.low = payer.balance;
    if (memo.kind !== "top-up") continue;
    // What goes back while a top-up is under way may pass the ceiling, as it may behind it.
    if (!memo.welcome && payer.low + BigInt(memo.amount) > most.ceiling) {
      faults.push("the wallet's ceiling");
    }
    payer.balance += BigInt(memo.amount);
    payer.low = payer.balance;
  }
  return faults;
}

function pay(payer: Reckoned, entry: StoredEntry, memo: PaymentMemo): string[] {
  const amount = BigInt(memo.amount);
  const at = entryTimeMs(entry);
  const payment = entryName(entry.id);
  const { merchant } = memo;
  payer.balance -= amount;
  payer.uses.push({ payment, at, merchant, amount });
  if (memo.gesture === "click") payer.clicked.set(payment, amount);
  else payer.clicked.clear();
  const sum = (ms: number, where: (merchant: string) => boolean = () => true) =>
    payer.uses
      .filter((use) => use.at > at - ms && where(use.merchant))
      .reduce((all, use) => all + use.amount, 0n);
  const clicked = [...payer.clicked.values()].reduce((all, one) => all + one, 0n);
  const sums: [name: string, sum: bigint, max: bigint][] = [
    ["one site's day", sum(day, (where) => where === merchant), most.merchantDay],
    ["a day", sum(day), most.day],
    ["30 days", sum(30 * day), most.month],
    ["since the last check", clicked, most.sinceCheck],
  ];
  return sums.filter(([, used, max]) => used > max).map(([name]) => name);
}

const expected = [
  "captured",
  "added",
  "merchant-limit-reached",
  "daily-limit-reached",
  "monthly-limit-reached",
  "check-due",
  "wallet-full",
];

const missing = () => expected.filter((one) => !heard.has(one));

const noLimitIsPassed = fc.asyncProperty(fc.tuple(loops, loops, loops), async (days) => {
  const from = stage.deps.ledger.head().seq;
  const person = await newReader();
  for (const [at, of] of days.entries()) {
    if (at > 0) clock.turned += day + hour;
    const loop = async (steps: readonly Wanted[]) => {
      for (const one of steps) heard.add(await doOne(person, one));
    };
    await Promise.all(of.map(loop));
  }
  expect(passed(from)).toEqual([]);
});

test("no sequence of payments from any number of loops passes a limit of money", async () => {
  // The steps are always the same; how the loops meet is not, and with it what is refused: more steps then.
  for (const seed of [17, 18, 19, 20]) {
    if (seed === 17 || missing().length > 0) {
      await fc.assert(noLimitIsPassed, { numRuns: 12, seed });
    }
  }
  // Each limit was met: a property of what never happens says nothing.
  expect(missing()).toEqual([]);
}, 120_000);
