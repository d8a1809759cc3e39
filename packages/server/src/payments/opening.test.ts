import { afterAll, beforeAll, expect, test } from "vitest";
import { newPages } from "../grants/grantStage.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { type AuditedServer, balances, openAudited } from "./books.testing.ts";
import {
  clickBody,
  newPerson,
  payOnPage,
  type Person,
  post,
  sayHello,
  send,
} from "./person.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
beforeAll(async () => {
  audited = await openAudited({ config: { confirmAbove: 20_000n } });
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);

/** A press on "Open". */
function opening(person: Person, offer: string) {
  const body = clickBody(stage, person, { offer, change: { gesture: "open" } });
  return { ...body, authorization: { ...body.authorization, gesture: "open" as const } };
}

async function owner(of: { amount: bigint }) {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await fresh() });
  const offer = await fresh(of);
  const bought = clickBody(stage, person, { offer, change: { gesture: "hold" } });
  const held = { ...bought.authorization, gesture: "hold" as const };
  const { body } = await send(stage, { ...bought, authorization: held });
  if (body.kind !== "captured") throw new Error(`not bought: ${body.kind}`);
  return { person, offer, payment: body.payment };
}

test("rule 1: Open opens what is owned, above the second yes too, and charges nothing", async () => {
  const { person, offer, payment } = await owner({ amount: 30_000n });
  const before = await balances(stage);
  expect((await send(stage, opening(person, offer))).body).toMatchObject({
    kind: "owned",
    payment,
  });
  expect(await balances(stage)).toEqual(before);
});

test("rule 1: Open, pressed after the money went back elsewhere, does not buy it again", async () => {
  const { person, offer, payment } = await owner({ amount: 10_000n });
  expect((await sayHello(stage, { key: person.key, offer })).body.state).toBe("owned");
  const key = { authorization: `Bearer ${stage.merchant.apiKey}` };
  expect((await post(stage, "/v1/refunds", { payment, reason: "goodwill" }, key)).status).toBe(200);
  const before = await balances(stage);
  const pressed = opening(person, offer);
  const notOwned = { kind: "declined", reason: "not-owned" };
  expect((await send(stage, pressed)).body).toEqual(notOwned);
  expect((await send(stage, pressed)).body).toEqual(notOwned);
  expect(await balances(stage)).toEqual(before);
  expect((await sayHello(stage, { key: person.key, offer })).body.state).toBe("ready");
});

test("what can only be used is owned by nobody: Open never pays for it", async () => {
  const { person } = await owner({ amount: 10_000n });
  const pressed = opening(person, await fresh({ access: "use" }));
  expect((await send(stage, pressed)).body).toEqual({ kind: "declined", reason: "not-owned" });
});
