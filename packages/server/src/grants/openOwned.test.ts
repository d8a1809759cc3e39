import { afterAll, beforeAll, expect, test } from "vitest";
import { type AuditedServer, balances, openAudited } from "../payments/books.testing.ts";
import {
  agree,
  approve,
  askGrant,
  grantOutcome,
  newFrameKey,
  newPerson,
  openPage,
  payOnPage,
  type Person,
  sendUndo,
} from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";
import {
  claimReceipt,
  newPages,
  newTurnedClock,
  nonceOf,
  readyGrant,
} from "./grantStage.testing.ts";
import { minute } from "@farthing/core";

let audited: AuditedServer;
let stage: TestServer;
const clock = newTurnedClock();
beforeAll(async () => {
  audited = await openAudited({ clock });
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);
const open = { choice: "open", limits: null, way: "get" } as const;

/** Another browser of the same person: no key that is enrolled, nobody signed in. */
const elsewhere = (person: Person): Person => ({ ...person, key: newFrameKey(), session: "" });

test("what was paid before is opened in another browser, and nothing is charged", async () => {
  const anna = newPerson();
  const offer = await fresh();
  const { outcome: first } = await payOnPage(stage, anna, { offer });
  const before = await balances(stage);
  const there = elsewhere(anna);
  const asked = await readyGrant(stage, there, { offer, terms: open });
  const { body, cookies } = await approve(stage, there, asked);
  expect(body.outcome).toMatchObject({
    kind: "owned",
    payment: (first as { payment: string }).payment,
  });
  // It is a sign-in too.
  expect(cookies).toHaveLength(1);
  expect(await balances(stage)).toEqual(before);
  expect((await approve(stage, there, asked)).body).toEqual(body);
  const result = await grantOutcome(stage, there, asked.grant);
  expect(result.body).toEqual({ status: "approved", outcome: body.outcome, allowance: null });
  const { receipt, payment } = body.outcome as { receipt: string; payment: string };
  expect((await claimReceipt(stage, nonceOf(body.returnTo))).body).toEqual({ receipt, payment });
});

test("the page tells who is signed in and owns it, and nobody else", async () => {
  const anna = newPerson();
  const offer = await fresh();
  await payOnPage(stage, anna, { offer });
  const knows = async (person: Person) => {
    const { grant } = await askGrant(stage, person, { offer });
    return (await openPage(stage, person, grant)).body.owned;
  };
  const there = { ...anna, key: newFrameKey() };
  expect([await knows(there), await knows(elsewhere(anna))]).toEqual([true, false]);
  const ben = newPerson();
  await payOnPage(stage, ben, { offer: await fresh() });
  expect(await knows({ ...ben, key: newFrameKey() })).toBe(false);
});

test("what was never paid is not opened and not paid; the payer may then choose to pay", async () => {
  const anna = newPerson();
  await payOnPage(stage, anna, { offer: await fresh() });
  const before = await balances(stage);
  const asked = await readyGrant(stage, anna, { offer: await fresh(), terms: open });
  const declined = { kind: "declined", reason: "not-owned" };
  expect((await approve(stage, anna, asked)).body.outcome).toEqual(declined);
  expect((await approve(stage, anna, asked)).body.outcome).toEqual(declined);
  expect(await balances(stage)).toEqual(before);
  const { credential } = await agree(stage, anna, {
    grant: asked.grant,
    terms: { choice: "once", limits: null, way: "get" },
  });
  const { body } = await approve(stage, anna, { grant: asked.grant, credential });
  expect(body.outcome.kind).toBe("captured");
});

test("what was undone, what is paid each time, and what another wallet paid are not owned", async () => {
  const anna = newPerson();
  const undone = await fresh();
  const { outcome } = await payOnPage(stage, anna, { offer: undone });
  await sendUndo(stage, anna, (outcome as { payment: string }).payment);
  const tip = await fresh({ access: "use" });
  await payOnPage(stage, anna, { offer: tip, way: "get" });
  const bens = await fresh();
  await payOnPage(stage, newPerson(), { offer: bens });
  const before = await balances(stage);
  for (const offer of [undone, tip, bens]) {
    const asked = await readyGrant(stage, anna, { offer, terms: open });
    expect((await approve(stage, anna, asked)).body.outcome).toMatchObject({ reason: "not-owned" });
  }
  expect(await balances(stage)).toEqual(before);
});

test("a new wallet owns nothing; a receipt given again long after is a fresh one", async () => {
  const anna = newPerson();
  const offer = await fresh({ expiresInSeconds: 86_400 });
  const { outcome: first } = await payOnPage(stage, anna, { offer });
  const asked = await readyGrant(stage, anna, { offer, terms: open });
  const made = { ...open, way: "create" } as const;
  expect((await agree(stage, anna, { grant: asked.grant, terms: made })).code).toBe(
    "invalid-request",
  );
  clock.turned += 60 * minute;
  const later = await readyGrant(stage, anna, { offer, terms: open });
  const { body } = await approve(stage, anna, later);
  const { receipt } = body.outcome as { receipt: string };
  expect(receipt).not.toBe((first as { receipt: string }).receipt);
});
