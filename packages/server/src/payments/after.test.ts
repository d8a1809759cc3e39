import { day, newId } from "@farthing/core";
import type { AfterResponse, Me } from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addNeighbour, newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { refundWord } from "../refunds/refundStage.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { type AuditedServer, openAudited } from "./books.testing.ts";
import {
  type Answer,
  clickBody,
  cookie,
  get,
  newFrameKey,
  newPerson,
  ownHeaders,
  payOnPage,
  type Person,
  post,
  prove,
  send,
  sendUndo,
} from "./person.testing.ts";

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

async function enrolled(): Promise<{ person: Person; first: string }> {
  const person = newPerson();
  const { outcome } = await payOnPage(stage, person, { offer: await fresh({ amount: 10_000n }) });
  if (outcome.kind !== "captured") throw new Error(`not paid: ${outcome.kind}`);
  return { person, first: outcome.payment };
}

async function pay(person: Person): Promise<string> {
  const offer = await fresh({ amount: 10_000n });
  const { body } = await send(stage, clickBody(stage, person, { offer }));
  if (body.kind !== "captured") throw new Error(`not paid: ${body.kind}`);
  return body.payment;
}

function ask<Body>(
  person: Person,
  of: { payment: string; purpose: "after" | "wish"; more?: object; time?: number },
): Promise<Answer<Body>> {
  const { payment, purpose, more = {}, ...rest } = of;
  const proof = prove(stage, person.key, { purpose, subject: payment, ...rest });
  return post(stage, `/v1/frame/payments/${payment}/${purpose}`, { proof, ...more });
}

const after = async (person: Person, payment: string) =>
  (await ask<AfterResponse>(person, { payment, purpose: "after" })).body.week;

const weekOf = async (person: Person) =>
  (await get<Me>(stage, "/v1/wallet/me", cookie(person.session))).body.week;

test("rule 25: after every tenth payment, wherever it was, the frame says what the week cost", async () => {
  const { person } = await enrolled();
  const elsewhere: Person = { ...person, key: newFrameKey() };
  const offer = await fresh({
    amount: 10_000n,
    apiKey: neighbour.apiKey,
    origin: neighbour.origin,
  });
  const stop = { offer, parent: neighbour.origin, choice: "once", way: "get" } as const;
  await payOnPage(stage, elsewhere, stop);
  const said: (AfterResponse["week"] | undefined)[] = [];
  let last = "";
  for (let count = 3; count <= 20; count += 1) {
    last = await pay(person);
    const week = await after(person, last);
    if (week !== null) said.push(week);
  }
  expect(said).toEqual([
    { spent: { amount: "100000", asset: "PLAY/6" }, sites: 2 },
    { spent: { amount: "200000", asset: "PLAY/6" }, sites: 2 },
  ]);
  // Asked again it is said again: a frame that lost the answer.
  expect(await after(person, last)).toEqual(said[1]);
});

test("the payment that opened an allowance says so, once more when asked again; no other does", async () => {
  const { person, first } = await enrolled();
  const allowed = async (payment: string) =>
    (await ask<AfterResponse>(person, { payment, purpose: "after" })).body.allowed;
  const second = await pay(person);
  expect([await allowed(first), await allowed(second), await allowed(first)]).toEqual([
    true,
    false,
    true,
  ]);
  const other = newPerson();
  const once = { offer: await fresh({ amount: 10_000n }), choice: "once" } as const;
  const { outcome } = await payOnPage(stage, other, once);
  const payment = outcome.kind === "captured" ? outcome.payment : "";
  const answer = await ask<AfterResponse>(other, { payment, purpose: "after" });
  expect(answer.body).toEqual({ allowed: false, week: null });
});

test("the week rolls, and what came back is not in it", async () => {
  const { person } = await enrolled();
  const money = (amount: string) => ({ amount, asset: "PLAY/6" });
  expect(await weekOf(person)).toEqual({
    spent: money("10000"),
    payments: 1,
    sites: 1,
    unusual: [],
  });
  const [undone, refunded] = [await pay(person), await pay(person)];
  await pay(person);
  expect((await weekOf(person)).payments).toBe(4);
  await sendUndo(stage, person, undone);
  await refundWord(stage, { payment: refunded });
  expect(await weekOf(person)).toEqual({
    spent: money("20000"),
    payments: 2,
    sites: 1,
    unusual: [],
  });
  clock.turned += 6 * day;
  await pay(person);
  expect((await weekOf(person)).payments).toBe(3);
  clock.turned += 2 * day;
  expect(await weekOf(person)).toEqual({
    spent: money("10000"),
    payments: 1,
    sites: 1,
    unusual: [],
  });
  clock.turned += 7 * day;
  expect(await weekOf(person)).toEqual({ spent: money("0"), payments: 0, sites: 0, unusual: [] });
});

test("rule 19: the last wish of a payment is kept, and each change counted once", async () => {
  const { person, first } = await enrolled();
  for (const wish of ["less", "less", "more", "more"]) {
    const answer = await ask(person, { payment: first, purpose: "wish", more: { wish } });
    expect([answer.status, answer.body]).toEqual([200, {}]);
  }
  const rows = await stage.deps.store.selectFrom("wishes").selectAll().execute();
  expect(rows).toMatchObject([{ payment_id: first, merchant_id: stage.merchant.id, wish: "more" }]);
  const text = await (await stage.fetch("/metrics")).text();
  expect(text).toContain('farthing_wishes_total{wish="less"} 1');
  expect(text).toContain('farthing_wishes_total{wish="more"} 1');
});

test("only the key that paid hears or wishes anything, and only inside the wallet's frame", async () => {
  const { person, first } = await enrolled();
  const { person: stranger } = await enrolled();
  const wish = { wish: "less" };
  const now = clock.now();
  for (const purpose of ["after", "wish"] as const) {
    const more = purpose === "wish" ? wish : {};
    const words = [
      await ask(stranger, { payment: first, purpose, more }),
      await ask(person, { payment: newId("payment", now), purpose, more }),
      await ask(person, { payment: "pay_x", purpose, more }),
      await ask(person, { payment: first, purpose, more, time: now - 120_000 }),
      await ask(person, { payment: first, purpose, more: { ...more, extra: 1 } }),
    ].map(({ code }) => code);
    expect(words).toEqual([
      "not-found",
      "not-found",
      "not-found",
      "authorization-expired",
      "invalid-request",
    ]);
    const path = `/v1/frame/payments/${first}/${purpose}`;
    const proof = prove(stage, person.key, { purpose: "undo", subject: first });
    expect((await post(stage, path, { proof, ...more })).code).toBe("signature-invalid");
    const headers = [
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "cross-site" },
      { origin: "null" },
      { origin: stage.merchant.origin },
    ];
    for (const other of headers) {
      const good = prove(stage, person.key, { purpose, subject: first });
      const answer = await post(stage, path, { proof: good, ...more }, other);
      expect(answer.code).toBe("cross-site-request");
    }
    const plain = await stage.fetch(path, {
      method: "POST",
      headers: { ...ownHeaders, "content-type": "text/plain" },
      body: "{}",
    });
    expect(plain.status).toBe(415);
  }
  const odd = await ask(person, { payment: first, purpose: "wish", more: { wish: "never" } });
  expect(odd.code).toBe("invalid-request");
});
