import { day, hour, minute } from "@farthing/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { idOfPayer, newLeavers } from "../erasures/leavers.testing.ts";
import { walletFacts } from "../exports/walletFacts.ts";
import { create, newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  agree,
  approve,
  askGrant,
  clickBody,
  newPerson,
  openPage,
  payOnPage,
  type Person,
  post,
  prove,
  send,
} from "../payments/person.testing.ts";
import { forgetQuestions, settleQuestions } from "./settleQuestions.ts";

const clock = newTurnedClock();
let audited: AuditedServer;
beforeAll(async () => {
  audited = await openAudited({ clock });
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const stage = () => audited.stage;
const offer = newPages(stage);
const leavers = newLeavers(stage);
/** Above the line of every allowance: a click is not enough. */
const dear = () => offer({ amount: 300_000n });

async function reader(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage(), person, { offer: await offer() });
  return person;
}

async function clickIsNotEnough(person: Person): Promise<string> {
  const page = await dear();
  const { body } = await send(stage(), clickBody(stage(), person, { offer: page }));
  expect(body.kind).toBe("step-up");
  return page;
}

/** What came of the questions, oldest first, as `kind outcome`. */
async function outcomes(): Promise<string[]> {
  const rows = await stage()
    .deps.store.selectFrom("questions")
    .select(["kind", "outcome"])
    .orderBy("at")
    .execute();
  return rows.map(({ kind, outcome }) => `${kind} ${outcome}`);
}

async function sums(): Promise<Record<string, number>> {
  const rows = await stage()
    .deps.store.selectFrom("question_days")
    .select((row) => ["kind", row.fn.sum<number>("count").as("count")])
    .groupBy("kind")
    .orderBy("kind")
    .execute();
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

test("what came of each question: paid after all, cancelled, failed, given up; told once it is an hour old", async () => {
  const anna = await reader();
  await payOnPage(stage(), anna, { offer: await clickIsNotEnough(anna), way: "get" });
  clock.turned += minute;
  await clickIsNotEnough(anna);
  clock.turned += minute;
  await cancelled(await reader());
  clock.turned += minute;
  await failed(await reader());
  await settleQuestions(stage().deps);
  expect(new Set((await outcomes()).map((line) => line.split(" ")[1]))).toEqual(new Set(["null"]));
  clock.turned += hour;
  await settleQuestions(stage().deps);
  await settleQuestions(stage().deps);
  expect(await outcomes()).toEqual([
    "wallet-page done",
    "step-up done",
    "wallet-page done",
    "step-up abandoned",
    "wallet-page done",
    "wallet-page cancelled",
    "wallet-page done",
    "wallet-page failed",
  ]);
  expect(await sums()).toEqual({
    "step-up": 2,
    "step-up:abandoned": 1,
    "step-up:done": 1,
    "wallet-page": 6,
    "wallet-page:cancelled": 1,
    "wallet-page:done": 4,
    "wallet-page:failed": 1,
  });
});

async function cancelled(person: Person): Promise<void> {
  const { grant } = await askGrant(stage(), person, { offer: await dear() });
  const proof = prove(stage(), person.key, { purpose: "grant-cancel", subject: grant });
  expect((await post(stage(), `/v1/frame/grants/${grant}/cancel`, { proof })).status).toBe(200);
}

/** The passkey answers to terms that others replaced. */
async function failed(person: Person): Promise<void> {
  const { grant } = await askGrant(stage(), person, { offer: await dear() });
  await openPage(stage(), person, grant);
  const terms = { ...create, way: "get" } as const;
  const { credential } = await agree(stage(), person, { grant, terms });
  await agree(stage(), person, { grant, terms });
  expect((await approve(stage(), person, { grant, credential })).code).toBe("passkey-failed");
}

test("after 30 days the rows are gone, and the sums of their days stay", async () => {
  await clickIsNotEnough(await reader());
  const before = await sums();
  clock.turned += 30 * day - minute;
  await forgetQuestions(stage().deps);
  expect(await outcomes()).toEqual(["wallet-page null", "step-up null"]);
  clock.turned += 2 * minute;
  await forgetQuestions(stage().deps);
  expect([await outcomes(), await sums()]).toEqual([[], before]);
});

test("who leaves takes along what was asked of them", async () => {
  const anna = await leavers.reader();
  await clickIsNotEnough(anna);
  const facts = await walletFacts(stage().deps, await idOfPayer(stage(), anna));
  expect(facts["questions"]).toMatchObject([
    { kind: "step-up", merchant: "The Newsstand", reason: "over-per-click", outcome: null },
  ]);
});

test("who is erased leaves no row behind", async () => {
  const anna = await leavers.reader();
  await clickIsNotEnough(anna);
  const payer = await idOfPayer(stage(), anna);
  const named = () =>
    stage().deps.store.selectFrom("questions").select("id").where("payer_id", "=", payer).execute();
  expect(await named()).toHaveLength(1);
  await leavers.ask(anna);
  await leavers.due(clock);
  expect(await named()).toEqual([]);
});
