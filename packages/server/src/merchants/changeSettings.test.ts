import type { HelloResponse } from "@farthing/protocol";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addNeighbour, newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  type Answer,
  clickBody,
  hashOf,
  newPerson,
  payOnPage,
  type Person,
  post,
  prove,
  sayHello,
  send,
} from "../payments/person.testing.ts";
import { testOrigin, type TestServer } from "../server.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
let anna: Person;
const clock = newTurnedClock();
const rate = { addressPerMinute: 0, payerPerMinute: 1_000_000, merchantPerMinute: 0 };
beforeAll(async () => {
  audited = await openAudited({ clock, config: { rate } });
  stage = audited.stage;
  anna = newPerson();
  await payOnPage(stage, anna, { offer: await fresh({ amount: cent }) });
});
afterEach(() => change({ payLater: true, askAbove: null, neverAbove: null }));
afterAll(async () => expect(await audited.close()).toEqual([]));

const cent = 10_000n;
const fresh = newPages(() => stage);
const play = (cents: bigint) => ({ amount: (cents * cent).toString(), asset: "PLAY/6" });

async function change(body: unknown, apiKey = stage.merchant.apiKey) {
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const answer = await stage.fetch("/v1/merchant/settings", {
    method: "PATCH",
    headers,
    body: JSON.stringify(body),
  });
  return (await answer.json()) as { code?: string; askAbove?: unknown; neverAbove?: unknown };
}

const click = async (offer: string) => (await send(stage, clickBody(stage, anna, { offer }))).body;
const hello = (offer: string): Promise<Answer<HelloResponse>> =>
  sayHello(stage, { key: anna.key, offer });

test("unset at first; each part is changed alone, and cleared with null", async () => {
  const none = { payLater: true, askAbove: null, neverAbove: null };
  expect(await change({})).toEqual(none);
  expect(await change({ askAbove: play(3n) })).toEqual({ ...none, askAbove: play(3n) });
  expect(await change({ neverAbove: play(0n) })).toMatchObject({
    askAbove: play(3n),
    neverAbove: play(0n),
  });
  expect(await change({ askAbove: null, neverAbove: null })).toEqual(none);
});

test("what is no price in this wallet's asset changes nothing", async () => {
  const odd = [
    { askAbove: { amount: "3", asset: "EUR/6" } },
    { neverAbove: { amount: "-1", asset: "PLAY/6" } },
    { askAbove: "3" },
    { askAbove: 3 },
    { other: true },
  ];
  for (const body of odd) expect((await change(body)).code).toBe("invalid-request");
  expect((await change({ askAbove: play(1n) }, "x")).code).toBe("api-key-invalid");
  expect(await change({})).toMatchObject({ askAbove: null, neverAbove: null });
});

describe("a passkey above a price", () => {
  test("is said before the click, asked of it, and pays in the frame; at the neighbour nothing changed", async () => {
    await change({ askAbove: play(2n) });
    const [below, above] = [await fresh({ amount: 2n * cent }), await fresh({ amount: 3n * cent })];
    expect((await hello(below)).body).toMatchObject({ state: "ready", why: null });
    expect((await hello(above)).body).toMatchObject({
      state: "needs-wallet",
      why: "check-due",
      stepUp: true,
    });
    expect(await click(above)).toMatchObject({
      kind: "step-up",
      reason: "check-due",
      decided: { counter: "merchant-asks", gesture: "U" },
    });
    const proof = prove(stage, anna.key, { purpose: "step-up", subject: hashOf(above) });
    const asked = await post<{ ticket: string; options: never }>(stage, "/v1/frame/step-ups", {
      offer: above,
      parent: stage.merchant.origin,
      proof,
    });
    const { ticket, options } = asked.body;
    const credential = anna.passkey.get(options, testOrigin, stage.merchant.origin);
    const path = "/v1/frame/step-ups/payments";
    expect((await post(stage, path, { ticket, credential })).body).toMatchObject({
      kind: "captured",
      decided: { counter: "merchant-asks" },
    });
    const { apiKey } = await addNeighbour(stage);
    expect(await change({}, apiKey)).toMatchObject({ askAbove: null });
  });

  test("a click that was signed before is asked too, and one that was paid before is answered as it was", async () => {
    const paid = clickBody(stage, anna, { offer: await fresh({ amount: 3n * cent }) });
    const first = await send(stage, paid);
    expect(first.body.kind).toBe("captured");
    const signed = clickBody(stage, anna, { offer: await fresh({ amount: 3n * cent }) });
    await change({ askAbove: play(2n) });
    expect((await send(stage, signed)).body.kind).toBe("step-up");
    expect((await send(stage, paid)).body).toEqual(first.body);
  });
});

describe("nothing above a price", () => {
  test("no offer is signed; one from before is declined, said before the click, and no passkey pays it", async () => {
    const dear = await fresh({ amount: 3n * cent });
    await change({ neverAbove: play(2n) });
    await expect(fresh({ amount: 3n * cent })).rejects.toThrow("no offer: invalid-request");
    const refusal = { reason: "above-site-price" };
    expect((await hello(dear)).body).toMatchObject({ state: "ready", refusal });
    expect(await click(dear)).toMatchObject({
      kind: "declined",
      reason: "above-site-price",
      decided: { counter: "merchant-never", gesture: "D" },
    });
    const proof = prove(stage, anna.key, { purpose: "step-up", subject: hashOf(dear) });
    const asked = { offer: dear, parent: stage.merchant.origin, proof };
    expect((await post(stage, "/v1/frame/step-ups", asked)).code).toBe("step-up-elsewhere");
    const stranger = await payOnPage(stage, newPerson(), { offer: dear });
    expect(stranger.outcome).toMatchObject({ kind: "declined", reason: "above-site-price" });
    expect(await click(await fresh({ amount: 2n * cent }))).toMatchObject({ kind: "captured" });
  });
});
