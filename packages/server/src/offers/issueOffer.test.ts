import { afterAll, beforeAll, expect, test } from "vitest";
import {
  clickBody,
  newOffer,
  newPerson,
  payOnPage,
  post,
  send,
} from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";

let stage: TestServer;
beforeAll(async () => {
  stage = await openTestServer();
});
afterAll(() => stage.close());

const ask = (resource: string) =>
  post<{ offer: string }>(
    stage,
    "/v1/offers",
    {
      resource,
      title: '"'.repeat(120),
      price: { amount: "50000", asset: "PLAY/6" },
      access: "own",
      visitor: "A".repeat(43),
    },
    { authorization: `Bearer ${stage.merchant.apiKey}` },
  );

test("an address that the journal has no room for is refused when it is offered, not when it is paid", async () => {
  const start = `${stage.merchant.origin}/?`;
  expect((await ask(start + "\\".repeat(300 - start.length))).code).toBe("invalid-request");
  const person = newPerson();
  await payOnPage(stage, person, { offer: await newOffer(stage) });
  const { body } = await ask(start + "x".repeat(300 - start.length));
  const click = clickBody(stage, person, { offer: body.offer });
  expect((await send(stage, click)).body.kind).toBe("captured");
});
