import { newId, systemClock } from "@farthing/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sendRefund } from "../refunds/refundStage.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { type AuditedServer, balances, openAudited } from "./books.testing.ts";
import {
  askGrant,
  clickBody,
  cookie,
  get,
  newOffer,
  newPerson,
  openPage,
  payOnPage,
  type Person,
  post,
  send,
  sendUndo,
} from "./person.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
let [anna, ben]: [Person, Person] = [newPerson(), newPerson()];
let [annas, bens]: [string, string] = ["", ""];

beforeAll(async () => {
  audited = await openAudited();
  stage = audited.stage;
  [anna, annas] = await payer("/anna");
  [ben, bens] = await payer("/ben");
}, 60_000);
afterAll(async () => expect(await audited.close()).toEqual([]));

/** Somebody with a wallet, and a payment that they made by a click. */
async function payer(path: string): Promise<[Person, string]> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await newOffer(stage, { path }) });
  const { body } = await send(stage, clickBody(stage, person, { offer: await page() }));
  if (body.kind !== "captured") throw new Error(`not paid: ${body.kind}`);
  return [person, body.payment];
}

let pages = 0;
const page = (access: "own" | "use" = "use") => {
  pages += 1;
  return newOffer(stage, { path: `/page-${pages}`, amount: 1_000n, access });
};

interface Said {
  readonly code: string | null;
  readonly status: number;
}
type Ask = () => Promise<Said>;

const key = (name: string) => name.padStart(12, "0");
/** A UUIDv7 of now that ends in `tail`. */
function uuid(tail: string): string {
  const time = systemClock.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${key(tail)}`;
}

const offerOf = (amount: string): Promise<Said> =>
  post(
    stage,
    "/v1/offers",
    {
      resource: `${stage.merchant.origin}/dear`,
      title: "Dear",
      price: { amount, asset: "PLAY/6" },
      access: "use",
    },
    { authorization: `Bearer ${stage.merchant.apiKey}` },
  );

const topUp = (person: Person, amount: string, name: string): Promise<Said> =>
  post(
    stage,
    "/v1/wallet/top-ups",
    { money: { amount, asset: "PLAY/6" } },
    { ...cookie(person.session), "idempotency-key": name },
  );

/** Terms for limits that somebody typed. */
async function allow(change: Record<string, string>): Promise<Said> {
  const limits = { perClick: "1000", per24h: "1000", total: "1000", expiresAt: 2 ** 41, ...change };
  const { grant } = await askGrant(stage, anna, { offer: await page() });
  await openPage(stage, anna, grant);
  const terms = { choice: "allow", way: "get", limits };
  return post(stage, `/v1/wallet/grants/${grant}/terms`, terms, cookie(anna.session));
}

const [zero, above, most] = ["0", (2n ** 63n).toString(), (2n ** 128n - 1n).toString()];

/** Each changes no balance, and each is named. */
const cases: Record<string, [ask: Ask, expected: string]> = {
  "an offer of 0": [() => offerOf(zero), "400 invalid-request"],
  "an offer of 2^63": [() => offerOf(above), "400 invalid-request"],
  "an offer of 2^128 − 1": [() => offerOf(most), "400 invalid-request"],
  "a top-up of 0": [() => topUp(anna, zero, uuid("1")), "400 invalid-request"],
  "a top-up of 2^63": [() => topUp(anna, above, uuid("2")), "400 invalid-request"],
  "a top-up of 2^128 − 1": [() => topUp(anna, most, uuid("3")), "400 invalid-request"],
  "a top-up of 2^63 − 1": [
    () => topUp(anna, (2n ** 63n - 1n).toString(), uuid("4")),
    "409 wallet-full",
  ],
  "an allowance of 2^63": [() => allow({ total: above }), "400 invalid-request"],
  "an allowance of 2^128 − 1": [() => allow({ perClick: most }), "400 invalid-request"],
  "an undo of another payer's payment": [() => sendUndo(stage, anna, bens), "404 not-found"],
  "another payer's payment, looked at": [
    () => get(stage, `/v1/wallet/payments/${bens}`, cookie(anna.session)),
    "404 not-found",
  ],
  "another payer's payment, asked back": [
    () =>
      post(
        stage,
        `/v1/wallet/payments/${bens}/reports`,
        { reason: "not-received" },
        cookie(anna.session),
      ),
    "404 not-found",
  ],
  "another payer's allowance, revoked": [
    () => post(stage, `/v1/wallet/allowances/${ben.allowance}/revoke`, {}, cookie(anna.session)),
    "404 not-found",
  ],
  "a click under another payer's allowance": [
    async () => {
      const { allowance } = ben;
      return send(stage, clickBody(stage, anna, { offer: await page(), change: { allowance } }));
    },
    "403 device-unknown",
  ],
  "a refund of an amount": [
    () =>
      post(
        stage,
        "/v1/refunds",
        { payment: annas, reason: "goodwill", amount: most },
        { authorization: `Bearer ${stage.merchant.apiKey}` },
      ),
    "400 invalid-request",
  ],
  "a refund of a payment that never was": [
    () => sendRefund(stage, { payment: newId("payment", systemClock.now()) }),
    "404 not-found",
  ],
  "a refund of an id beyond all ids": [
    () => sendRefund(stage, { payment: `pay_${"z".repeat(26)}` }),
    "400 invalid-request",
  ],
};

describe("an amount or an id out of place changes no balance", () => {
  test.each(Object.entries(cases))("%s", async (_, [ask, expected]) => {
    const before = await balances(stage);
    const { status, code } = await ask();
    expect(`${status} ${code}`).toBe(expected);
    expect(await balances(stage)).toEqual(before);
  });
});

test("an id that is used again with other facts is a conflict, and the first stands", async () => {
  const first = clickBody(stage, anna, { offer: await page() });
  expect((await send(stage, first)).body.kind).toBe("captured");
  const before = await balances(stage);
  const { counter, time, notAfter } = first.authorization;
  const other = clickBody(stage, anna, {
    offer: await page(),
    change: { counter, time, notAfter },
  });
  expect((await send(stage, other)).code).toBe("counter-conflict");
  const later = clickBody(stage, anna, { offer: await page(), change: { counter } });
  expect((await send(stage, later)).code).toBe("counter-conflict");
  expect(await balances(stage)).toEqual(before);
  expect((await send(stage, first)).body.kind).toBe("captured");
});

test("a refused id stays refused, also with other facts", async () => {
  const dear = await newOffer(stage, { path: "/too-dear", amount: 60_000n });
  const refused = clickBody(stage, anna, { offer: dear });
  expect((await send(stage, refused)).body).toMatchObject({ reason: "over-per-click" });
  const { counter, time, notAfter } = refused.authorization;
  const cheap = clickBody(stage, anna, {
    offer: await page(),
    change: { counter, time, notAfter },
  });
  expect((await send(stage, cheap)).code).toBe("counter-conflict");
  expect((await send(stage, refused)).body).toMatchObject({ reason: "over-per-click" });
});

test("one idempotency key is one top-up of one payer: another amount conflicts, another payer's is another", async () => {
  const name = uuid("5");
  expect((await topUp(anna, "1000", name)).status).toBe(200);
  const before = await balances(stage);
  expect((await topUp(anna, "1001", name)).code).toBe("idempotency-conflict");
  expect((await topUp(anna, "1000", name)).status).toBe(200);
  expect(await balances(stage)).toEqual(before);
  expect((await topUp(ben, "1000", name)).status).toBe(200);
});

test("a refund that is asked for again with another reason is named, and the first stands", async () => {
  expect((await sendRefund(stage, { payment: annas })).status).toBe(200);
  const before = await balances(stage);
  const again = await sendRefund(stage, { payment: annas, reason: "charged-twice" });
  expect(again.code).toBe("already-refunded");
  expect((await sendUndo(stage, anna, annas)).code).toBe("already-refunded");
  expect(await balances(stage)).toEqual(before);
});
