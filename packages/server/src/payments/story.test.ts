import { afterAll, beforeAll, expect, test } from "vitest";
import { balanceOf } from "../wallets/balance.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import {
  clickBody,
  newOffer,
  newPerson,
  payOnPage,
  sayHello,
  send,
  sendUndo,
} from "./person.testing.ts";

let stage: TestServer;
beforeAll(async () => {
  stage = await openTestServer();
});
afterAll(() => stage.close());

test("hello, grant, approve, click, undo, retry", async () => {
  const person = newPerson();
  const first = await newOffer(stage);
  const strange = await sayHello(stage, { key: null, offer: first });
  expect(strange.body).toMatchObject({
    state: "needs-wallet",
    why: "first-time",
    title: "About /article",
  });
  const { outcome } = await payOnPage(stage, person, { offer: first });
  expect(outcome.kind).toBe("captured");
  expect(person.allowance).toMatch(/^alw_/);

  const second = await newOffer(stage, { path: "/second" });
  expect((await sayHello(stage, { key: person.key, offer: second })).body).toMatchObject({
    state: "ready",
  });
  const body = clickBody(stage, person, { offer: second });
  const click = await send(stage, body);
  expect(click.body).toMatchObject({
    kind: "captured",
    allowance: { left24h: { amount: "450000" } },
  });
  expect((await send(stage, body)).body).toEqual(click.body);
  expect((await sayHello(stage, { key: person.key, offer: second })).body).toMatchObject({
    state: "owned",
  });
  if (click.body.kind !== "captured") throw new Error("captured");
  expect((await sendUndo(stage, person, click.body.payment)).body).toMatchObject({
    kind: "reversed",
  });
  expect((await sayHello(stage, { key: person.key, offer: second })).body).toMatchObject({
    state: "ready",
    allowance: { left24h: { amount: "500000" } },
  });
  const row = await stage.deps.store.selectFrom("payers").select("id").executeTakeFirstOrThrow();
  expect(balanceOf(stage.deps, row.id).amount).toBe("9950000");
});
