import { hour, minute, ProblemError, second } from "@farthing/core";
import type { PaymentOutcome } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newAgentDesk, told } from "../agents/agentStage.testing.ts";
import { blockMerchant, unblockMerchant } from "../blocks/blockMerchant.ts";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, movedBy, openAudited } from "../payments/books.testing.ts";
import {
  type Answer,
  clickBody,
  newPerson,
  payOnPage,
  type Person,
  send,
} from "../payments/person.testing.ts";
import { newRefusals } from "./refusals.ts";

const rate = { addressPerMinute: 0, payerPerMinute: 1_000_000, merchantPerMinute: 0 };
const clock = newTurnedClock();
let audited: AuditedServer;
let anna: Person;
beforeAll(async () => {
  audited = await openAudited({ clock, config: { rate } });
});
beforeEach(async () => {
  anna = newPerson();
  await payOnPage(stage(), anna, { offer: await offer({ amount: cent }) });
  clock.turned += hour;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const stage = () => audited.stage;
const offer = newPages(stage);
const desk = newAgentDesk(stage);
const cent = 10_000n;
const said = ({ body, code }: Answer<PaymentOutcome>) => told({ body, code });
const signed = async () => clickBody(stage(), anna, { offer: await offer({ amount: cent }) });

/** Five clicks in ten seconds are as many as Balanced lets pass. */
async function hurry(): Promise<void> {
  for (let count = 0; count < 5; count += 1) {
    expect(said(await send(stage(), await signed()))).toBe("captured");
  }
}

const rows = (id: string) =>
  stage()
    .deps.store.selectFrom("questions")
    .selectAll()
    .where("facts", "is not", null)
    .where("merchant_id", "=", stage().merchant.id)
    .where("payer_id", "=", id)
    .execute();

async function payerOf({ allowance }: Person): Promise<string> {
  const row = await stage()
    .deps.store.selectFrom("allowances")
    .select("payer_id")
    .where("id", "=", allowance)
    .executeTakeFirstOrThrow();
  return row.payer_id;
}

describe("a click that the policy refused", () => {
  test("hears the same again when the reason is gone; new bytes pay", async () => {
    await hurry();
    const body = await signed();
    const first = await send(stage(), body);
    expect(said(first)).toBe("step-up check-due");
    clock.turned += 11 * second;
    expect(await movedBy(stage(), async () => void (await send(stage(), body)))).toEqual({});
    expect((await send(stage(), body)).body).toEqual(first.body);
    expect(said(await send(stage(), await signed()))).toBe("captured");
    // Its minute is over: what could not pay any more hears of it from the store.
    clock.turned += 2 * minute;
    expect((await send(stage(), body)).body).toEqual(first.body);
    expect(await rows(await payerOf(anna))).toMatchObject([
      {
        kind: "step-up",
        tier: 0,
        reason: "check-due",
        decided: expect.stringMatching(/^\S+ to-0\.05 low trusted clicks-per-10s U$/),
        offer_hash: body.authorization.offer,
        outcome: null,
      },
    ]);
  });

  test("other bytes of the same name are no retry, and pay nothing", async () => {
    await hurry();
    const body = await signed();
    expect(said(await send(stage(), body))).toBe("step-up check-due");
    clock.turned += 11 * second;
    const { counter, time } = body.authorization;
    const other = clickBody(stage(), anna, {
      offer: await offer({ amount: cent }),
      change: { counter, time },
    });
    expect((await send(stage(), other)).code).toBe("counter-conflict");
  });

  test("ten twins at once hear one answer, and are counted once", async () => {
    await hurry();
    const body = await signed();
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(stage(), body)));
    expect(new Set(answers.map(said))).toEqual(new Set(["step-up check-due"]));
    expect(await rows(await payerOf(anna))).toHaveLength(1);
  });
});

test("a twin that the policy refuses while the first is on its way hears that nobody knows yet", async () => {
  await hurry();
  clock.turned += 11 * second;
  const { ledger } = stage().deps;
  const submit = ledger.submitEntry.bind(ledger);
  const body = await signed();
  let twin: Answer<PaymentOutcome> | undefined;
  const { id: merchant } = stage().merchant;
  ledger.submitEntry = async (entry) => {
    ledger.submitEntry = submit;
    // Asked for a passkey above nothing, from this moment on.
    stage().deps.caches.merchants.delete(merchant);
    await lines(0n);
    twin = await send(stage(), body);
    return submit(entry);
  };
  const first = await send(stage(), body);
  expect([twin?.body.kind, said(first)]).toEqual(["unknown", "captured"]);
  expect((await send(stage(), body)).body).toEqual(first.body);
  await lines(null);
});

test("a twin that the ledger was too busy for takes nothing from the first: a third hears no refusal, and all hear the capture", async () => {
  await hurry();
  clock.turned += 11 * second;
  const { ledger } = stage().deps;
  const submit = ledger.submitEntry.bind(ledger);
  const body = await signed();
  const heard: (string | null)[] = [];
  ledger.submitEntry = async (entry) => {
    ledger.submitEntry = () => Promise.reject(new ProblemError("unavailable"));
    heard.push((await send(stage(), body)).code);
    await lines(0n);
    heard.push((await send(stage(), body)).body.kind);
    ledger.submitEntry = submit;
    return submit(entry);
  };
  expect(said(await send(stage(), body))).toBe("captured");
  expect(heard).toEqual(["unavailable", "unknown"]);
  expect(said(await send(stage(), body))).toBe("captured");
  await lines(null);
});

test("what was captured is heard before any no that came to bear its name", async () => {
  const body = await signed();
  const first = await send(stage(), body);
  const { counter, time, notAfter } = body.authorization;
  await lines(0n);
  const change = { counter, time, notAfter };
  const other = clickBody(stage(), anna, { offer: await offer({ amount: cent }), change });
  expect(said(await send(stage(), other))).toBe("step-up check-due");
  expect((await send(stage(), body)).body).toEqual(first.body);
  await lines(null);
});

async function lines(above: bigint | null): Promise<void> {
  const { store, caches } = stage().deps;
  await store.updateTable("merchants").set({ ask_above: above }).execute();
  caches.merchants.delete(stage().merchant.id);
}

test("a program that was declined is not paid by the same bytes once nothing is in the way", async () => {
  const program = await desk.newProgram(anna);
  const { id: merchant } = stage().merchant;
  await blockMerchant(stage().deps, { merchant, why: "x" });
  const page = await offer({ amount: cent });
  const body = desk.body(program, page);
  expect(told(await desk.send(body))).toBe("declined merchant-blocked");
  await unblockMerchant(stage().deps, { merchant, why: "x" });
  const paid = await movedBy(stage(), async () => {
    expect(told(await desk.send(body))).toBe("declined merchant-blocked");
  });
  expect(paid).toEqual({});
  clock.turned += 2 * minute;
  expect(told(await desk.send(body))).toBe("declined merchant-blocked");
  expect(told(await desk.send(desk.body(program, page)))).toBe("captured");
});

test("what no disk took is not answered, and is refused all the same", async () => {
  await hurry();
  const body = await signed();
  const { questions } = stage().deps;
  const write = questions.write.bind(questions);
  questions.write = () => Promise.reject(new Error("disk full"));
  expect((await send(stage(), body)).code).toBe("internal");
  questions.write = write;
  clock.turned += 11 * second;
  expect(said(await send(stage(), body))).toBe("step-up check-due");
});

test("more than can be remembered are told to come back, until the first can pay no more", () => {
  const refusals = newRefusals(clock);
  const add = (at: number) =>
    refusals.add(`pay_${at}`, { facts: "", answer: "{}", at: clock.now() });
  for (let at = 0; at < 100_000; at += 1) add(at);
  expect(() => add(100_000)).toThrow("too busy");
  clock.turned += 4 * minute;
  expect(() => add(100_000)).not.toThrow();
});
