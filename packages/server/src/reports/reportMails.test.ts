import { afterAll, beforeAll, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { confirmAddress, outboxOf } from "../mail/mail.testing.ts";
import {
  clickBody,
  newPerson,
  payOnPage,
  type Person,
  post,
  send,
} from "../payments/person.testing.ts";
import { asMerchant, sendReport } from "../refunds/refundStage.testing.ts";
import { openTestServer, testOrigin, type TestServer } from "../server.testing.ts";
import { answerMs } from "./rules.ts";
import { workDue } from "./workDue.ts";

const rate = { addressPerMinute: 0, payerPerMinute: 0, merchantPerMinute: 0 };
const clock = newTurnedClock();
let stage: TestServer;
let anna: Person;
beforeAll(async () => {
  // With an outbox, where mail can be looked at.
  stage = await openTestServer({ clock, config: { rate, demo: true } });
  anna = newPerson();
  await payOnPage(stage, anna, { offer: await fresh({ amount: 1n }) });
  await confirmAddress(stage, anna, "anna@example.com");
});
afterAll(() => stage.close());

const fresh = newPages(() => stage);

async function asked(): Promise<string> {
  const { body } = await send(
    stage,
    clickBody(stage, anna, { offer: await fresh({ amount: 1n }) }),
  );
  if (body.kind !== "captured") throw new Error(`not paid: ${body.kind}`);
  await sendReport(stage, anna, { payment: body.payment, reason: "not-as-described" });
  return body.payment;
}

const answer = (payment: string) =>
  post(stage, `/v1/reports/${payment}/evidence`, { text: "It was read." }, asMerchant(stage));
const decide = (payment: string, outcome: string) =>
  post(
    stage,
    `/v1/operator/reports/${payment}/decision`,
    { outcome, why: "The log of the download shows it." },
    { authorization: `Bearer ${stage.deps.keys.operatorKey}` },
  );

async function told(payment: string): Promise<string[]> {
  const mails = await outboxOf(stage);
  const page = `${testOrigin}/payments/${payment}`;
  return mails.filter(({ text }) => text.includes(page)).map(({ subject }) => subject);
}

const answered = "The site answered your report";
const back = "Your report: the money goes back to you";

test("the payer hears when the site answers and what the operator decides, each once", async () => {
  const [stands, returned] = [await asked(), await asked()];
  expect(await told(stands)).toEqual([]);
  for (const payment of [stands, returned]) {
    await answer(payment);
    await answer(payment);
  }
  await decide(stands, "stands");
  await decide(returned, "refund");
  await decide(returned, "refund");
  expect(await told(stands)).toEqual([answered, "Your report: the payment stands"]);
  expect(await told(returned)).toEqual([answered, back]);
});

test("a deadline that nobody kept is told as what it is to the payer: money back", async () => {
  const payment = await asked();
  clock.turned += answerMs;
  await workDue(stage.deps);
  expect(await told(payment)).toEqual([back]);
});

test("what goes back at once is on the screen, and needs no mail", async () => {
  const { body } = await send(
    stage,
    clickBody(stage, anna, { offer: await fresh({ amount: 1n }) }),
  );
  if (body.kind !== "captured") throw new Error(`not paid: ${body.kind}`);
  await sendReport(stage, anna, { payment: body.payment, reason: "not-received" });
  expect(await told(body.payment)).toEqual([]);
});
