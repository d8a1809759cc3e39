import { day, newId } from "@farthing/core";
import type { MerchantPayment, PaymentDetail, PaymentPage, PaymentProof } from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  addNeighbour,
  claimReceipt,
  newPages,
  newTurnedClock,
  nonceOf,
} from "../grants/grantStage.testing.ts";
import { type AuditedServer, movedBy, openAudited } from "../payments/books.testing.ts";
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
import { rebuildViews } from "../projections/rebuildViews.ts";
import type { TestServer } from "../server.testing.ts";
import { asMerchant, refundWord, sendRefund } from "./refundStage.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
const clock = newTurnedClock();
let neighbour: Awaited<ReturnType<typeof addNeighbour>>;
beforeAll(async () => {
  audited = await openAudited({ clock });
  stage = audited.stage;
  neighbour = await addNeighbour(stage);
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);

async function enrolled(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await fresh() });
  return person;
}

async function pay(person: Person, offer?: string): Promise<string> {
  const body = clickBody(stage, person, { offer: offer ?? (await fresh()) });
  const answer = await send(stage, body);
  if (answer.body.kind !== "captured") throw new Error(`not paid: ${answer.body.kind}`);
  return answer.body.payment;
}

async function undoWord(person: Person, payment: string): Promise<string> {
  const { body, code } = await sendUndo(stage, person, payment);
  return code ?? body.kind;
}

const moved = (work: () => Promise<unknown>) => movedBy(stage, work);

test("a refund gives back price and fee, ends the ownership, and restores no limit", async () => {
  const person = await enrolled();
  const offer = await fresh();
  const payment = await pay(person, offer);
  const left = async () =>
    (await sayHello(stage, { key: person.key, offer })).body.allowance?.left24h.amount;
  const before = await left();
  clock.turned += 3 * day;
  const reopened = await sayHello(stage, { key: person.key, offer });
  expect(reopened.code ?? reopened.body.state).toBe("offer-expired");
  clock.turned -= 3 * day;
  const returned = { pyr: 50_000n, mer: -47_500n, ope: -2_500n };
  expect(await moved(() => sendRefund(stage, { payment }))).toEqual(returned);
  expect((await sayHello(stage, { key: person.key, offer })).body.state).toBe("ready");
  expect(await left()).toBe(before);
});

test("asked again, the answer is the same, also a year later; for another reason it stands", async () => {
  const payment = await pay(await enrolled());
  clock.turned += 365 * day;
  const first = await sendRefund(stage, { payment, reason: "not-received" });
  expect(first).toMatchObject({
    status: 200,
    body: {
      payment,
      price: { amount: "50000", asset: "PLAY/6" },
      amount: { amount: "50000", asset: "PLAY/6" },
      givenBack: { amount: "50000", asset: "PLAY/6" },
      left: { amount: "0", asset: "PLAY/6" },
    },
  });
  clock.turned += 365 * day;
  const again = await moved(async () => {
    expect((await sendRefund(stage, { payment, reason: "not-received" })).body).toEqual(first.body);
    expect(await refundWord(stage, { payment, reason: "goodwill" })).toBe("already-refunded");
  });
  expect(again).toEqual({});
});

test("whoever is first, the other hears what became of the payment, and money comes back once", async () => {
  const person = await enrolled();
  const owned = await fresh();
  const used = await fresh({ access: "use" });
  for (const offer of [owned, used]) {
    const undone = await pay(person, offer);
    expect(await undoWord(person, undone)).toBe("reversed");
    const late = await moved(async () => {
      expect(await refundWord(stage, { payment: undone })).toBe("already-undone");
      expect(await refundWord(stage, { payment: undone })).toBe("already-undone");
    });
    expect(late).toEqual({});
    const refunded = await pay(person, offer);
    expect(await refundWord(stage, { payment: refunded })).toBe("refunded");
    const later = await moved(async () => {
      expect(await undoWord(person, refunded)).toBe("already-refunded");
      expect(await undoWord(person, refunded)).toBe("already-refunded");
    });
    expect(later).toEqual({});
  }
});

test("a payment that may not be undone any more is refunded all the same", async () => {
  const person = await enrolled();
  for (let count = 0; count < 3; count += 1) await undoWord(person, await pay(person));
  const fourth = await pay(person);
  expect(await undoWord(person, fourth)).toBe("undo-limit-reached");
  expect(await refundWord(stage, { payment: fourth })).toBe("refunded");
  expect(await undoWord(person, fourth)).toBe("already-refunded");
});

test("a payment approved on the wallet's page is refunded, and the allowance stands", async () => {
  const person = newPerson();
  const { outcome, returnTo } = await payOnPage(stage, person, { offer: await fresh() });
  if (outcome.kind !== "captured") throw new Error("captured");
  expect((await claimReceipt(stage, nonceOf(returnTo))).status).toBe(200);
  expect(await refundWord(stage, { payment: outcome.payment })).toBe("refunded");
  expect((await claimReceipt(stage, nonceOf(returnTo))).code).toBe("already-refunded");
  expect(await pay(person)).toMatch(/^pay_/);
});

test("an answer that it is owned is not given again once the money went back", async () => {
  const person = await enrolled();
  const offer = await fresh();
  const first = await pay(person, offer);
  const again = clickBody(stage, person, { offer });
  expect((await send(stage, again)).body).toMatchObject({ kind: "owned", payment: first });
  expect(await refundWord(stage, { payment: first })).toBe("refunded");
  expect((await send(stage, again)).code).toBe("already-refunded");
  // Bought anew, it is another payment; the old one stays refunded.
  const second = await pay(person, offer);
  expect(second).not.toBe(first);
  expect(await refundWord(stage, { payment: first })).toBe("refunded");
  expect((await sayHello(stage, { key: person.key, offer })).body.state).toBe("owned");
});

test("lists, details and the merchant's view say refunded, and the proof still holds", async () => {
  const person = await enrolled();
  const payment = await pay(person);
  const own = cookie(person.session);
  const path = `/v1/wallet/payments/${payment}`;
  const paid = (await get<PaymentDetail>(stage, path, own)).body;
  expect(paid).toMatchObject({ status: "captured", reversedAt: null, report: null });
  const { refundedAt } = (await sendRefund(stage, { payment })).body;
  const shown = { status: "refunded", givenBack: paid.amount, reversedAt: refundedAt };
  // The receipt is the same bytes: what was paid does not change because it was given back.
  expect((await get<PaymentDetail>(stage, path, own)).body).toEqual({ ...paid, ...shown });
  const line = (await get<PaymentPage>(stage, "/v1/wallet/payments", own)).body.payments[0];
  expect(line).toMatchObject({ id: payment, ...shown });
  const sold = await get<MerchantPayment>(stage, `/v1/payments/${payment}`, asMerchant(stage));
  expect(sold.body).toMatchObject({ id: payment, status: "refunded" });
  expect((await get<PaymentProof>(stage, `${path}/proof`, own)).status).toBe(200);
});

test("what is not this merchant's payment does not exist", async () => {
  const person = await enrolled();
  const payment = await pay(person);
  const topUp = (await get<PaymentPage>(stage, "/v1/wallet/payments", cookie(person.session))).body
    .payments;
  const table: [string, Parameters<typeof sendRefund>[1], string][] = [
    ["another merchant's", { payment, apiKey: neighbour.apiKey }, "not-found"],
    ["nobody's", { payment: newId("payment", clock.now()) }, "not-found"],
    ["no payment's id", { payment: newId("payer", clock.now()) }, "invalid-request"],
    ["no id", { payment: "pay_" }, "invalid-request"],
    ["no key", { payment, apiKey: "fk_nobody" }, "api-key-invalid"],
    ["an unknown reason", { payment, reason: "because" as "goodwill" }, "invalid-request"],
  ];
  const heard = await moved(async () => {
    for (const [what, ask, code] of table) {
      expect(`${what}: ${await refundWord(stage, ask)}`).toBe(`${what}: ${code}`);
    }
    for (const { id, kind } of topUp) {
      if (kind === "top-up") expect(await refundWord(stage, { payment: id })).toBe("not-found");
    }
  });
  expect(heard).toEqual({});
});

test("the lists are the same when they are made anew from the journal", async () => {
  const { deps, folder } = stage;
  await deps.projection.reached(deps.ledger.head().seq, 10_000);
  const rows = () => deps.store.selectFrom("payments").selectAll().orderBy("seq").execute();
  const before = await rows();
  expect(new Set(before.map(({ status }) => status))).toEqual(
    new Set(["captured", "reversed", "refunded"]),
  );
  await deps.projection.stop();
  rebuildViews(`${folder}/store.db`, deps.ledger);
  expect(await rows()).toEqual(before);
});
