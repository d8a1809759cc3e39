import { minute } from "@farthing/core";
import type { PaymentOutcome, StepUpResponse } from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { newLimitsDesk } from "../limits/limitsStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  hashOf,
  newPerson,
  payOnPage,
  type Person,
  post,
  prove,
} from "../payments/person.testing.ts";
import { testOrigin, type TestServer } from "../server.testing.ts";

const clock = newTurnedClock();
let audited: AuditedServer;
let stage: TestServer;
beforeAll(async () => {
  audited = await openAudited({ clock });
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const locked = "too-many-tries";
const fresh = newPages(() => stage);

async function newReader(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await fresh() });
  return person;
}

/** Asks for a passkey on 60 cents in the frame of `asked`; `hand` touches theirs. */
async function stepUp(asked: Person, hand: Person): Promise<string> {
  const offer = await fresh({ amount: 600_000n });
  const proof = prove(stage, asked.key, { purpose: "step-up", subject: hashOf(offer) });
  const { origin } = stage.merchant;
  const question = { offer, parent: origin, proof };
  const { body } = await post<StepUpResponse>(stage, "/v1/frame/step-ups", question);
  const credential = hand.passkey.get(body.options as never, testOrigin, origin);
  const answer = { ticket: body.ticket, credential };
  const said = await post<PaymentOutcome>(stage, "/v1/frame/step-ups/payments", answer);
  return said.code ?? said.body.kind;
}

async function wrong(asked: Person, count: number): Promise<string[]> {
  const stranger = await newReader();
  const heard: string[] = [];
  for (let at = 0; at < count; at += 1) heard.push(await stepUp(asked, stranger));
  return heard;
}

test("five wrong answers, then nobody is believed for 15 minutes, then for twice as long; a right one begins anew", async () => {
  const anna = await newReader();
  expect(await wrong(anna, 4)).toEqual(Array(4).fill("passkey-failed"));
  expect(await stepUp(anna, anna)).toBe("captured");
  expect(await wrong(anna, 6)).toEqual([...Array<string>(5).fill("passkey-failed"), locked]);
  clock.turned += 15 * minute - 1_000;
  expect(await stepUp(anna, anna)).toBe(locked);
  clock.turned += 1_000;
  expect(await wrong(anna, 2)).toEqual(["passkey-failed", locked]);
  clock.turned += 16 * minute;
  expect(await stepUp(anna, anna)).toBe(locked);
  clock.turned += 14 * minute;
  expect(await stepUp(anna, anna)).toBe("captured");
  expect(await wrong(anna, 4)).toEqual(Array(4).fill("passkey-failed"));
});

test("under Careful it is three; and one payer's wrong answers keep nobody else waiting", async () => {
  const [ben, carl] = [await newReader(), await newReader()];
  const desk = newLimitsDesk(() => stage);
  expect((await desk.choose(ben, "careful")).code).toBeNull();
  expect(await wrong(ben, 4)).toEqual([...Array<string>(3).fill("passkey-failed"), locked]);
  expect(await stepUp(carl, carl)).toBe("captured");
});
