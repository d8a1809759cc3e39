import type { GrantResult } from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AuditedServer, balances, openAudited } from "../payments/books.testing.ts";
import {
  agree,
  approve,
  askGrant,
  cookie,
  grantOutcome,
  newFrameKey,
  newPerson,
  openPage,
  type Person,
  post,
  prove,
} from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { create, newPages, readyGrant } from "./grantStage.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
beforeAll(async () => {
  audited = await openAudited();
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);
const cancel = (person: Person, grant: string) => {
  const proof = prove(stage, person.key, { purpose: "grant-cancel", subject: grant });
  const path = `/v1/frame/grants/${grant}/cancel`;
  return post<GrantResult>(stage, path, { proof }, cookie(person.partition));
};

test("cancelled on the page: the wallet's page cannot pay any more, and says why", async () => {
  const person = newPerson();
  const { grant, credential } = await readyGrant(stage, person, { offer: await fresh() });
  const before = await balances(stage);
  expect((await cancel(person, grant)).body.status).toBe("closed");
  expect((await approve(stage, person, { grant, credential })).code).toBe("grant-cancelled");
  expect((await agree(stage, person, { grant, terms: create })).code).toBe("grant-cancelled");
  expect((await openPage(stage, person, grant)).code).toBe("grant-cancelled");
  expect((await grantOutcome(stage, person, grant)).body.status).toBe("closed");
  expect((await cancel(person, grant)).body.status).toBe("closed");
  expect(await balances(stage)).toEqual(before);
});

test("cancelled before the page was there, it opens nothing", async () => {
  const person = newPerson();
  const { grant } = await askGrant(stage, person, { offer: await fresh() });
  await cancel(person, grant);
  expect((await openPage(stage, person, grant)).code).toBe("grant-cancelled");
});

test("cancelled too late, it changes nothing: the frame hears that it was paid", async () => {
  const person = newPerson();
  const paid = await readyGrant(stage, person, { offer: await fresh() });
  await approve(stage, person, paid);
  expect((await cancel(person, paid.grant)).body).toMatchObject({
    status: "approved",
    outcome: { kind: "captured" },
  });
});

test("cancelled while it is being paid, it is one or the other, never both", async () => {
  const person = newPerson();
  const paid = await readyGrant(stage, person, { offer: await fresh() });
  const [approved] = await Promise.all([approve(stage, person, paid), cancel(person, paid.grant)]);
  const { body } = await grantOutcome(stage, person, paid.grant);
  const isPaid = approved.code === null;
  expect([approved.code, body.status]).toEqual(
    isPaid ? [null, "approved"] : ["grant-cancelled", "closed"],
  );
});

test("only the frame that asked may cancel", async () => {
  const person = newPerson();
  const { grant } = await askGrant(stage, person, { offer: await fresh() });
  expect((await cancel({ ...person, key: newFrameKey() }, grant)).code).toBe("grant-not-found");
  const other = prove(stage, person.key, { purpose: "grant-result", subject: grant });
  const path = `/v1/frame/grants/${grant}/cancel`;
  expect((await post(stage, path, { proof: other })).code).toBe("signature-invalid");
  expect((await openPage(stage, person, grant)).status).toBe(200);
});
