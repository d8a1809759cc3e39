import { randomBytes } from "node:crypto";
import { newId } from "@farthing/core";
import type { Me } from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  clickBody,
  cookie,
  get,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
  post,
  send,
} from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";

let stage: TestServer;
beforeAll(async () => {
  stage = await openTestServer();
});
afterAll(() => stage.close());

/** What an approval leaves that was cut off between the store and the ledger: a key that nothing was opened for. */
async function leaveHalfEnrolledKey(person: Person): Promise<string> {
  const { store, clock } = stage.deps;
  const allowance = await store
    .selectFrom("allowances")
    .select(["id", "payer_id", "merchant_id"])
    .where("id", "=", person.allowance)
    .executeTakeFirstOrThrow();
  const id = newId("device", clock.now());
  await store
    .insertInto("devices")
    .values({
      id,
      thumbprint: randomBytes(32),
      payer_id: allowance.payer_id,
      merchant_id: allowance.merchant_id,
      allowance_id: allowance.id,
      alg: "Ed25519",
      public_key: randomBytes(32),
      kept: 1,
      added_at: clock.now(),
      revoked_at: null,
      by_cookie: 0,
    })
    .execute();
  return id;
}

const revoke = (what: string, id: string, person: Person) =>
  post(stage, `/v1/wallet/${what}/${id}/revoke`, {}, cookie(person.session));
const devicesOf = async (person: Person) =>
  (await get<Me>(stage, "/v1/wallet/me", cookie(person.session))).body.allowances[0]?.devices;

test("a key that was never opened in the ledger does not keep its payer from stopping the site", async () => {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await newOffer(stage, { path: "/one" }) });
  await leaveHalfEnrolledKey(person);
  expect((await revoke("allowances", person.allowance, person)).status).toBe(200);
  const click = clickBody(stage, person, { offer: await newOffer(stage, { path: "/two" }) });
  expect((await send(stage, click)).body.kind).toBe("declined");
  expect(await devicesOf(person)).toEqual([]);
});

test("such a key can be taken off the list by itself, and the others pay on", async () => {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await newOffer(stage, { path: "/three" }) });
  const half = await leaveHalfEnrolledKey(person);
  expect(await devicesOf(person)).toHaveLength(2);
  expect((await revoke("devices", half, person)).status).toBe(200);
  expect(await devicesOf(person)).toHaveLength(1);
  const click = clickBody(stage, person, { offer: await newOffer(stage, { path: "/four" }) });
  expect((await send(stage, click)).body.kind).toBe("captured");
});
