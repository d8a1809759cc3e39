import { day, second } from "@farthing/core";
import type {
  Me,
  MerchantPayment,
  PaymentDetail,
  PaymentPage,
  Statement,
} from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, movedBy, openAudited } from "../payments/books.testing.ts";
import { givenBackKey } from "../payments/keys.ts";
import {
  clickBody,
  cookie,
  get,
  newPerson,
  payOnPage,
  type Person,
  sayHello,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import { piecesMax } from "../payments/returnOf.ts";
import { readEvents } from "../projections/readEvents.ts";
import { rebuildViews } from "../projections/rebuildViews.ts";
import type { TestServer } from "../server.testing.ts";
import {
  asMerchant,
  listAsked,
  newKey,
  refundWord,
  sendReport,
  sendRefund,
} from "./refundStage.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
const clock = newTurnedClock();
beforeAll(async () => {
  audited = await openAudited({ clock });
  stage = audited.stage;
});
// Closing replays the journal from nothing, and adds all balances up to zero.
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);
const play = (amount: number) => ({ amount: String(amount), asset: "PLAY/6" });

async function enrolled(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await fresh() });
  return person;
}

/** Pays 50 000, of which 2 500 are the fee. */
async function pay(person: Person, offer?: string): Promise<string> {
  const { body } = await send(stage, clickBody(stage, person, { offer: offer ?? (await fresh()) }));
  if (body.kind !== "captured") throw new Error(`not paid: ${body.kind}`);
  return body.payment;
}

/** What is heard on giving back a part with a key of its own. */
const partWord = (payment: string, part: number | string, key = newKey()) =>
  refundWord(stage, { payment, part, key });

async function undoWord(person: Person, payment: string): Promise<string> {
  const { body, code } = await sendUndo(stage, person, payment);
  return code ?? body.kind;
}

const moved = (work: () => Promise<unknown>) => movedBy(stage, work);

test("parts: each is answered with what is back and what is left, and all of them return price and fee", async () => {
  const payment = await pay(await enrolled());
  const table: [part: number, back: number, fee: bigint][] = [
    [2, 2, 1n],
    [19_998, 20_000, 999n],
    [10, 20_010, 1n],
    [29_990, 50_000, 1_499n],
  ];
  for (const [part, back, fee] of table) {
    let answer: Awaited<ReturnType<typeof sendRefund>> | undefined;
    const by = await moved(async () => {
      answer = await sendRefund(stage, { payment, part, key: newKey() });
    });
    expect(answer?.body).toMatchObject({
      payment,
      price: play(50_000),
      amount: play(part),
      givenBack: play(back),
      left: play(50_000 - back),
    });
    expect(by).toEqual({ pyr: BigInt(part), mer: fee - BigInt(part), ope: -fee });
  }
  expect(await refundWord(stage, { payment })).toBe("already-refunded");
  expect(await partWord(payment, 1)).toBe("already-refunded");
});

test("without an amount all that is left goes back, and what is owned is owned until then", async () => {
  const person = await enrolled();
  const offer = await fresh();
  const payment = await pay(person, offer);
  const state = async () => (await sayHello(stage, { key: person.key, offer })).body.state;
  expect(await partWord(payment, 20_000)).toBe("refunded");
  expect(await state()).toBe("owned");
  const again = clickBody(stage, person, { offer });
  expect((await send(stage, again)).body).toMatchObject({ kind: "owned", payment });
  const rest = await moved(async () => {
    const { body } = await sendRefund(stage, { payment, reason: "not-received" });
    expect(body).toMatchObject({ amount: play(30_000), givenBack: play(50_000), left: play(0) });
    expect((await sendRefund(stage, { payment, reason: "not-received" })).body).toEqual(body);
  });
  expect(rest).toEqual({ pyr: 30_000n, mer: -28_500n, ope: -1_500n });
  expect(await state()).toBe("ready");
});

test("the same part again hears the first answer, also later and after others; its key names no other part", async () => {
  const payment = await pay(await enrolled());
  const key = newKey();
  const first = await sendRefund(stage, { payment, part: 10_000, key });
  expect(first.status).toBe(200);
  expect(await partWord(payment, 10_000)).toBe("refunded");
  clock.turned += 365 * day;
  const still = await moved(async () => {
    expect((await sendRefund(stage, { payment, part: 10_000, key })).body).toEqual(first.body);
    expect(await partWord(payment, 10_001, key)).toBe("idempotency-conflict");
    const other = { payment, part: 10_000, key, reason: "charged-twice" } as const;
    expect(await refundWord(stage, other)).toBe("idempotency-conflict");
  });
  expect(still).toEqual({});
  clock.turned -= 365 * day;
});

test("a part that cannot be is refused, and nothing moves", async () => {
  const payment = await pay(await enrolled());
  const huge = "9223372036854775808";
  const table: [string, Parameters<typeof sendRefund>[1], string][] = [
    ["more than was paid", { payment, part: 50_001, key: newKey() }, "refund-too-large"],
    [
      "the largest amount",
      { payment, part: "9223372036854775807", key: newKey() },
      "refund-too-large",
    ],
    ["no amount at all", { payment, part: huge, key: newKey() }, "invalid-request"],
    ["nothing", { payment, part: 0, key: newKey() }, "invalid-request"],
    ["less than nothing", { payment, part: -1, key: newKey() }, "invalid-request"],
    ["a fraction", { payment, part: "0.5", key: newKey() }, "invalid-request"],
    ["another asset", { payment, part: 1, asset: "USD/6", key: newKey() }, "invalid-request"],
    ["without a key", { payment, part: 1 }, "idempotency-key-missing"],
    [
      "with a key of version 4",
      { payment, part: 1, key: crypto.randomUUID() },
      "idempotency-key-missing",
    ],
  ];
  const by = await moved(async () => {
    for (const [what, ask, code] of table) {
      expect(`${what}: ${await refundWord(stage, ask)}`).toBe(`${what}: ${code}`);
    }
  });
  expect(by).toEqual({});
  expect(await partWord(payment, 30_000)).toBe("refunded");
  expect(await partWord(payment, 20_001)).toBe("refund-too-large");
  expect(await partWord(payment, 20_000)).toBe("refunded");
});

test("an undo and a part exclude each other, whichever is first", async () => {
  const person = await enrolled();
  const undone = await pay(person);
  expect(await undoWord(person, undone)).toBe("reversed");
  expect(await partWord(undone, 1)).toBe("already-undone");
  const begun = await pay(person);
  expect(await partWord(begun, 1)).toBe("refunded");
  const by = await moved(async () => {
    expect(await undoWord(person, begun)).toBe("partly-refunded");
    expect(await undoWord(person, begun)).toBe("partly-refunded");
  });
  expect(by).toEqual({});
  expect(await refundWord(stage, { payment: begun })).toBe("refunded");
  expect(await undoWord(person, begun)).toBe("already-refunded");
});

test("parts and an undo at once: one undo, or parts up to the price, and the money adds up", async () => {
  const persons = await Promise.all(Array.from({ length: 6 }, enrolled));
  for (const [at, person] of persons.entries()) {
    const payment = await pay(person);
    let words: string[] = [];
    const by = await moved(async () => {
      const parts = Array.from({ length: 8 }, () => () => partWord(payment, 9_000));
      parts.splice(at, 0, () => undoWord(person, payment));
      words = await Promise.all(parts.map((ask) => ask()));
    });
    const count = (word: string) => words.filter((one) => one === word).length;
    if (count("reversed") === 1) {
      expect(count("already-undone")).toBe(8);
      expect(by).toEqual({ pyr: 50_000n, mer: -47_500n, ope: -2_500n });
    } else {
      expect(count("refunded")).toBe(5);
      expect(count("refund-too-large")).toBe(3);
      expect(by).toEqual({ pyr: 45_000n, mer: -42_750n, ope: -2_250n });
    }
    const used = stage.deps.ledger.lookupLimits([givenBackKey(payment)])[0]?.used;
    expect(used).toBe(by["pyr"]);
  }
});

test("one part asked for twenty times at once is given back once", async () => {
  const payment = await pay(await enrolled());
  const key = newKey();
  const by = await moved(async () => {
    const words = await Promise.all(
      Array.from({ length: 20 }, () => partWord(payment, 9_000, key)),
    );
    expect(new Set(words)).toEqual(new Set(["refunded"]));
  });
  expect(by).toEqual({ pyr: 9_000n, mer: -8_550n, ope: -450n });
});

test("wallet, merchant and week say how much is back; a part answers what was asked", async () => {
  const person = await enrolled();
  const payment = await pay(person);
  const own = cookie(person.session);
  const week = async () => (await get<Me>(stage, "/v1/wallet/me", own)).body.week;
  expect(await week()).toMatchObject({ spent: play(100_000), payments: 2 });
  clock.turned += 11 * second;
  expect((await sendReport(stage, person, { payment })).status).toBe(200);
  const { refundedAt } = (await sendRefund(stage, { payment, part: 20_000, key: newKey() })).body;
  const shown = { status: "partly-refunded", givenBack: play(20_000), amount: play(50_000) };
  const path = `/v1/wallet/payments/${payment}`;
  const detail = await get<PaymentDetail>(stage, path, own);
  expect(detail.body).toMatchObject({ ...shown, reversedAt: refundedAt });
  const line = (await get<PaymentPage>(stage, "/v1/wallet/payments", own)).body.payments[0];
  expect(line).toMatchObject({ id: payment, ...shown, reversedAt: refundedAt });
  const sold = await get<MerchantPayment>(stage, `/v1/payments/${payment}`, asMerchant(stage));
  expect(sold.body).toMatchObject({ status: "partly-refunded", givenBack: play(20_000) });
  expect(await week()).toMatchObject({ spent: play(80_000), payments: 2 });
  // A part is no end of it: the rest is still asked for, until its deadline.
  expect((await listAsked(stage)).body.requests).toMatchObject([{ payment }]);
  expect(await refundWord(stage, { payment })).toBe("refunded");
  expect((await listAsked(stage)).body.requests).toEqual([]);
});

test("the rest of what is back in part may be asked for, without waiting for the undo time", async () => {
  const person = await enrolled();
  const payment = await pay(person);
  expect(await partWord(payment, 1)).toBe("refunded");
  clock.turned += 1 * second;
  expect((await sendReport(stage, person, { payment })).body).toMatchObject({
    status: "partly-refunded",
    report: { reason: "not-as-described", state: "asked" },
  });
  const asked = async () => (await listAsked(stage)).body.requests.map((one) => one.payment);
  expect(await asked()).toEqual([payment]);
  clock.turned += 1 * second;
  expect(await partWord(payment, 1)).toBe("refunded");
  expect(await asked()).toEqual([payment]);
  expect(await refundWord(stage, { payment })).toBe("refunded");
  expect(await asked()).toEqual([]);
});

test("each part is an event and a line of both statements, and the last is the refund", async () => {
  const person = await enrolled();
  const payment = await pay(person);
  for (const part of [20_000, 10_000]) expect(await partWord(payment, part)).toBe("refunded");
  expect(await refundWord(stage, { payment })).toBe("refunded");
  const { deps } = stage;
  await deps.projection.reached(deps.ledger.head().seq, 10_000);
  const wish = { merchant: stage.merchant.id, after: 0, limit: 500 };
  const events = (await readEvents(deps.store, wish)) ?? [];
  expect(events.filter((event) => event.payment.id === payment)).toMatchObject([
    { type: "payment.captured", payment: { status: "refunded", givenBack: play(50_000) } },
    { type: "payment.partly-refunded" },
    { type: "payment.partly-refunded" },
    { type: "payment.refunded" },
  ]);
  const own = await get<Statement>(stage, "/v1/wallet/statement", cookie(person.session));
  const lines = own.body.lines.filter((line) => line.payment === payment);
  expect(lines.map(({ returns, side, amount }) => [returns, side, amount.amount])).toEqual([
    [null, "debit", "50000"],
    ["refunded", "credit", "20000"],
    ["refunded", "credit", "10000"],
    ["refunded", "credit", "20000"],
  ]);
});

test("the last place is kept for all that is left", async () => {
  const payment = await pay(await enrolled());
  for (let part = 1; part < piecesMax; part += 1)
    expect(await partWord(payment, 1)).toBe("refunded");
  expect(await partWord(payment, 1)).toBe("refund-in-too-many-parts");
  expect((await sendRefund(stage, { payment })).body).toMatchObject({
    amount: play(50_001 - piecesMax),
    left: play(0),
  });
});

test("the lists are the same when they are made anew from the journal", async () => {
  const { deps, folder } = stage;
  await deps.projection.reached(deps.ledger.head().seq, 10_000);
  const rows = () => deps.store.selectFrom("payments").selectAll().orderBy("seq").execute();
  const before = await rows();
  expect(new Set(before.map(({ status }) => status))).toEqual(
    new Set(["captured", "reversed", "partly-refunded", "refunded"]),
  );
  await deps.projection.stop();
  rebuildViews(`${folder}/store.db`, deps.ledger);
  expect(await rows()).toEqual(before);
});
