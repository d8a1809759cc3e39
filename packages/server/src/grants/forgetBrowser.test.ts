import type { HelloResponse } from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  approve,
  clickBody,
  cookie,
  hashOf,
  newFrameKey,
  newPerson,
  payOnPage,
  type Person,
  post,
  prove,
  randomText,
  send,
} from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { newPages, readyGrant } from "./grantStage.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
beforeAll(async () => {
  audited = await openAudited();
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);
const newCookie = () => `__Host-farthing-part-${stage.merchant.id.slice(-8)}=${randomText(32)}`;

/** "Only this article", on a device that others use or not. */
async function payOnce(person: Person, everyTime: boolean) {
  const terms = { choice: "once", limits: null, way: "get", everyTime } as const;
  const ready = await readyGrant(stage, person, { offer: await fresh(), terms });
  return (await approve(stage, person, ready)).body.outcome.kind;
}

const click = async (person: Person) =>
  (await send(stage, clickBody(stage, person, { offer: await fresh() }))).body;

async function enrolAnew({ partition }: Person) {
  const offer = await fresh();
  const proof = prove(stage, newFrameKey(), { purpose: "enrol", subject: hashOf(offer) });
  const asked = { offer, parent: stage.merchant.origin, keyStorage: "memory", proof };
  return post<HelloResponse>(stage, "/v1/frame/enrolments", asked, cookie(partition));
}

test("rule 2: “ask every time” where the browser was allowed before: neither its key nor its cookie pays any more", async () => {
  const anna = { ...newPerson(), partition: newCookie() };
  await payOnPage(stage, anna, { offer: await fresh() });
  expect(await payOnce(anna, false)).toBe("captured");
  expect((await click(anna)).kind).toBe("captured");
  expect(await payOnce(anna, true)).toBe("captured");
  expect((await click(anna)).kind).not.toBe("captured");
  expect((await enrolAnew(anna)).code).toBe("device-unknown");
});

test("a key that no cookie came with is taken back too; the allowance stands for other browsers", async () => {
  const anna = newPerson();
  await payOnPage(stage, anna, { offer: await fresh() });
  const elsewhere = { ...anna, key: newFrameKey() };
  await payOnPage(stage, elsewhere, { offer: await fresh(), way: "get" });
  expect(await payOnce(anna, true)).toBe("captured");
  expect((await click(anna)).kind).not.toBe("captured");
  expect((await click(elsewhere)).kind).toBe("captured");
});

test("one wallet does not stop another that shares the browser", async () => {
  const anna = { ...newPerson(), partition: newCookie() };
  await payOnPage(stage, anna, { offer: await fresh() });
  const ben = newPerson();
  await payOnPage(stage, ben, { offer: await fresh(), choice: "once" });
  const here = { ...ben, key: anna.key, partition: anna.partition };
  expect(await payOnce(here, true)).toBe("captured");
  expect((await click(anna)).kind).toBe("captured");
  expect((await enrolAnew(anna)).status).toBe(200);
});
