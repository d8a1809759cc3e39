import { newId, second } from "@farthing/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addNeighbour, newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  clickBody,
  cookie,
  get,
  newPerson,
  payOnPage,
  type Person,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { asMerchant, listAsked, refundWord, sendAsk } from "./refundStage.testing.ts";

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

async function pay(person: Person): Promise<string> {
  const { body } = await send(
    stage,
    clickBody(stage, person, { offer: await fresh({ amount: 1n }) }),
  );
  if (body.kind !== "captured") throw new Error(`not paid: ${body.kind}`);
  return body.payment;
}

const somePayer = async () =>
  (await stage.deps.store.selectFrom("payers").select("id").executeTakeFirstOrThrow()).id;

const asked = async () => (await listAsked(stage)).body.requests.map(({ payment }) => payment);

test("rule 18: after the undo time it is asked for once, the merchant sees why, and a refund closes it", async () => {
  const person = await enrolled();
  const payment = await pay(person);
  expect((await sendAsk(stage, person, { payment })).code).toBe("undo-first");
  clock.turned += 11 * second;
  const at = clock.now();
  const first = await sendAsk(stage, person, { payment });
  expect(first.body).toMatchObject({ status: "captured", asked: { reason: "not-received" } });
  clock.turned += 60 * second;
  const again = await sendAsk(stage, person, { payment, reason: "charged-twice" });
  expect(again.body).toEqual(first.body);
  const { requests } = (await listAsked(stage)).body;
  expect(requests).toMatchObject([
    { payment, reason: "not-received", price: { amount: "1", asset: "PLAY/6" } },
  ]);
  expect(requests[0]?.askedAt).toBeGreaterThanOrEqual(at);
  expect((await listAsked(stage, { apiKey: neighbour.apiKey })).body.requests).toEqual([]);
  expect(await refundWord(stage, { payment, reason: "not-received" })).toBe("refunded");
  expect(await asked()).toEqual([]);
  expect((await sendAsk(stage, person, { payment })).code).toBe("already-refunded");
});

test("what was asked and then undone in the last moment is not listed", async () => {
  const person = await enrolled();
  const payment = await pay(person);
  await stage.deps.store
    .insertInto("refund_requests")
    .values({
      payment_id: payment,
      payer_id: await somePayer(),
      merchant_id: stage.merchant.id,
      reason: "charged-twice",
      asked_at: clock.now(),
      refunded_at: null,
    })
    .execute();
  expect(await asked()).toEqual([payment]);
  expect((await sendUndo(stage, person, payment)).body.kind).toBe("reversed");
  expect(await asked()).toEqual([]);
  clock.turned += 11 * second;
  expect((await sendAsk(stage, person, { payment })).code).toBe("already-undone");
});

test("only who paid asks, for a payment, for a reason there is", async () => {
  const [person, stranger] = [await enrolled(), await enrolled()];
  const payment = await pay(person);
  clock.turned += 11 * second;
  const { payments } = (
    await get<{ payments: { id: string; kind: string }[] }>(
      stage,
      "/v1/wallet/payments",
      cookie(person.session),
    )
  ).body;
  const topUp = payments.find(({ kind }) => kind === "top-up")?.id ?? "";
  const table: [string, Person, { payment: string; reason?: string }, string][] = [
    ["another payer", stranger, { payment }, "not-found"],
    ["nobody's payment", person, { payment: newId("payment", clock.now()) }, "not-found"],
    ["no id", person, { payment: "x" }, "not-found"],
    ["a top-up", person, { payment: topUp }, "not-found"],
    ["signed out", { ...person, session: "" }, { payment }, "signed-out"],
    ["goodwill is the merchant's word", person, { payment, reason: "goodwill" }, "invalid-request"],
  ];
  for (const [what, who, ask, code] of table) {
    expect(`${what}: ${(await sendAsk(stage, who, ask)).code}`).toBe(`${what}: ${code}`);
  }
  expect(await asked()).toEqual([]);
});

test("fifty a page, newest first, each once, also those of one moment", async () => {
  const ids: string[] = [];
  for (let buyer = 0; buyer < 2; buyer += 1) {
    const person = await enrolled();
    for (let count = 0; count < 30; count += 1) ids.push(await pay(person));
  }
  clock.turned += 11 * second;
  const moment = clock.now();
  const payer = await somePayer();
  for (const [at, payment] of ids.entries()) {
    await stage.deps.store
      .insertInto("refund_requests")
      .values({
        payment_id: payment,
        payer_id: payer,
        merchant_id: stage.merchant.id,
        reason: "not-received",
        asked_at: moment + Math.floor(at / 20),
        refunded_at: null,
      })
      .execute();
  }
  const first = (await listAsked(stage)).body;
  const rest = (await listAsked(stage, { before: first.next ?? "" })).body;
  expect([first.requests.length, rest.requests.length, rest.next]).toEqual([50, 10, null]);
  const all = [...first.requests, ...rest.requests];
  expect(new Set(all.map(({ payment }) => payment))).toEqual(new Set(ids));
  const times = all.map(({ askedAt }) => askedAt);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  for (const before of ["x", "1-pay_x", "-", "1".repeat(40)]) {
    expect((await listAsked(stage, { before })).code).toBe("invalid-request");
  }
  const query = await get(stage, "/v1/refund-requests?after=1", asMerchant(stage));
  expect(query.code).toBe("invalid-request");
});
