import { day, minute, newId, second } from "@farthing/core";
import type { MerchantReport, PaymentDetail } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addNeighbour, newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  clickBody,
  cookie,
  get,
  newPerson,
  payOnPage,
  type Person,
  post,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import {
  asMerchant,
  listAsked,
  newKey,
  refundWord,
  sendReport,
} from "../refunds/refundStage.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { answerMs, decideMs } from "./rules.ts";
import { workDue } from "./workDue.ts";

const rate = { addressPerMinute: 0, payerPerMinute: 0, merchantPerMinute: 0 };
let audited: AuditedServer;
let stage: TestServer;
let neighbour: Awaited<ReturnType<typeof addNeighbour>>;
let anna: Person;
const clock = newTurnedClock();
beforeAll(async () => {
  audited = await openAudited({ clock, config: { rate } });
  stage = audited.stage;
  neighbour = await addNeighbour(stage);
});
beforeEach(async () => (anna = await enrolled()));
// Closing replays the journal from nothing, and adds all balances up to zero.
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);

async function enrolled(offer?: string): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: offer ?? (await fresh({ amount: 1n })) });
  return person;
}

async function pay(person = anna, amount = 1n): Promise<string> {
  const { body } = await send(stage, clickBody(stage, person, { offer: await fresh({ amount }) }));
  if (body.kind !== "captured") throw new Error(`not paid: ${JSON.stringify(body)}`);
  return body.payment;
}

async function clickWord(person = anna): Promise<string> {
  const offer = await fresh({ amount: 1n });
  const { body, code } = await send(stage, clickBody(stage, person, { offer }));
  return code ?? body.kind;
}

const detail = async (payment: string, person = anna) =>
  (await get<PaymentDetail>(stage, `/v1/wallet/payments/${payment}`, cookie(person.session))).body;
const asked = async () => (await listAsked(stage)).body.requests.map(({ payment }) => payment);
const reported = async (reason: string, payment?: string, person = anna) =>
  sendReport(stage, person, { payment: payment ?? (await pay(person)), reason });
const stepsOf = ({ report }: PaymentDetail) => report?.steps.map(({ step }) => step);
const evidence = (payment: string, text: string, person?: Person, apiKey?: string) =>
  person === undefined
    ? post<MerchantReport>(
        stage,
        `/v1/reports/${payment}/evidence`,
        { text },
        asMerchant(stage, apiKey),
      )
    : post<PaymentDetail>(
        stage,
        `/v1/wallet/payments/${payment}/evidence`,
        { text },
        cookie(person.session),
      );
const decided = (payment: string, outcome: string, key = stage.deps.keys.operatorKey) =>
  post(
    stage,
    `/v1/operator/reports/${payment}/decision`,
    { outcome, why: "The log of the download shows it." },
    { authorization: `Bearer ${key}` },
  );

describe("rule 22: three honest reasons", () => {
  test("`I didn't do this` stops that site and its keys, gives the money back and labels it, within a second", async () => {
    const payment = await pay();
    const before = performance.now();
    const { body } = await reported("not-me", payment);
    const labels = stage.deps.risk.labelsOf(stage.merchant.id, clock.now());
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(labels.fraud).toEqual({ count: 1, amount: 1n });
    expect(stepsOf(body)).toEqual(["reported", "stopped", "refunded"]);
    expect([body.status, body.report?.state]).toEqual(["refunded", "refunded"]);
    expect(await clickWord()).toBe("declined");
    // The reporting session goes on, and so does the rest of the wallet.
    expect((await detail(payment)).status).toBe("refunded");
  });

  test("`I got nothing` gives it back at once and stops nothing", async () => {
    const { body } = await reported("not-received");
    expect([stepsOf(body), body.status]).toEqual([["reported", "refunded"], "refunded"]);
    expect(await clickWord()).toBe("captured");
  });

  test("`It is not what it said` asks the merchant, who has seven days", async () => {
    const payment = await pay();
    const { body } = await reported("not-as-described", payment);
    expect(stepsOf(body)).toEqual(["reported", "asked"]);
    expect(body.report?.dueAt).toBe((body.report?.steps.at(-1)?.at ?? 0) + answerMs);
    expect(await asked()).toContain(payment);
    expect(await clickWord()).toBe("captured");
    expect(await refundWord(stage, { payment, reason: "not-as-described" })).toBe("refunded");
    expect(stepsOf(await detail(payment))).toEqual(["reported", "asked", "refunded"]);
    expect(await asked()).not.toContain(payment);
  });
});

describe("at once 6 and 3.00 in 90 days, then evidence", () => {
  test("the seventh is asked for; 90 days later it goes back at once again", async () => {
    for (let count = 0; count < 6; count += 1) {
      expect((await reported("not-received")).body.report?.state).toBe("refunded");
    }
    expect((await reported("not-received")).body.report?.state).toBe("asked");
    clock.turned += 92 * day;
    const ben = await enrolled();
    expect((await reported("not-received", undefined, ben)).body.report?.state).toBe("refunded");
    // The allowance is over by now, and the payer still is who they were.
    const offer = await fresh({ amount: 2n });
    await payOnPage(stage, anna, { offer, way: "get" });
    expect((await reported("not-received", await pay())).body.report?.state).toBe("refunded");
  });

  test("more than 3.00 is not given back at once, one unit less is", async () => {
    const carl = await enrolled(await fresh({ amount: 3_000_000n }));
    const [first] = (
      await get<{ payments: { id: string; kind: string }[] }>(
        stage,
        "/v1/wallet/payments",
        cookie(carl.session),
      )
    ).body.payments.filter(({ kind }) => kind === "payment");
    const small = await pay(carl);
    expect((await reported("not-received", small, carl)).body.report?.state).toBe("refunded");
    expect((await reported("not-received", first?.id, carl)).body.report?.state).toBe("asked");
  });

  test("many at once never give back more than the limit", async () => {
    const payments = await Promise.all(Array.from({ length: 12 }, () => pay()));
    const answers = await Promise.all(payments.map((each) => reported("not-received", each)));
    const states = answers.map(({ body, code }) => code ?? body.report?.state);
    expect(states.filter((state) => state === "refunded")).toHaveLength(6);
    expect(states.filter((state) => state === "asked")).toHaveLength(6);
  });
});

describe("said again, crossed, or somebody else's", () => {
  test("the same again changes nothing; another reason hears that it was reported", async () => {
    const payment = await pay();
    const first = (await reported("not-received", payment)).body;
    expect((await reported("not-received", payment)).body).toEqual(first);
    expect((await reported("not-me", payment)).code).toBe("already-reported");
    expect(await clickWord()).toBe("captured");
  });

  test("said again after the site was allowed anew, it stops nothing", async () => {
    const payment = await pay();
    await reported("not-me", payment);
    await payOnPage(stage, anna, { offer: await fresh({ amount: 2n }), way: "get" });
    expect((await reported("not-me", payment)).status).toBe(200);
    expect(await clickWord()).toBe("captured");
  });

  test("two at once are one report and one refund", async () => {
    const payment = await pay();
    const both = await Promise.all([
      reported("not-received", payment),
      reported("not-received", payment),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(stepsOf(await detail(payment))).toEqual(["reported", "refunded"]);
  });

  test("after an undo and after a refund nothing more goes back", async () => {
    const [undone, refunded] = [await pay(), await pay()];
    expect((await sendUndo(stage, anna, undone)).body.kind).toBe("reversed");
    expect(await refundWord(stage, { payment: refunded })).toBe("refunded");
    for (const payment of [undone, refunded]) {
      const { body } = await reported("not-received", payment);
      expect(stepsOf(body)).toEqual(["reported", "already-back"]);
    }
  });

  test("only the payer's own payment, for a reason there is", async () => {
    const stranger = await enrolled();
    const payment = await pay();
    const { payments } = (
      await get<{ payments: { id: string; kind: string }[] }>(
        stage,
        "/v1/wallet/payments",
        cookie(anna.session),
      )
    ).body;
    const topUp = payments.find(({ kind }) => kind === "top-up")?.id ?? "";
    const table: [string, Person, { payment: string; reason?: string }, string][] = [
      ["another payer", stranger, { payment }, "not-found"],
      ["nobody's payment", anna, { payment: newId("payment", clock.now()) }, "not-found"],
      ["no id", anna, { payment: "x" }, "not-found"],
      ["a top-up", anna, { payment: topUp }, "not-found"],
      ["signed out", { ...anna, session: "" }, { payment }, "signed-out"],
      ["no reason of a payer", anna, { payment, reason: "goodwill" }, "invalid-request"],
    ];
    for (const [what, who, ask, code] of table) {
      expect(`${what}: ${(await sendReport(stage, who, ask)).code}`).toBe(`${what}: ${code}`);
    }
    expect((await detail(payment)).report).toBeNull();
  });
});

describe("evidence and decision", () => {
  async function contested(): Promise<string> {
    const payment = await pay();
    await reported("not-as-described", payment);
    expect((await evidence(payment, "It was read to the end.")).status).toBe(200);
    return payment;
  }

  test("both sides speak once; the operator lets it stand, in the ledger", async () => {
    const payment = await contested();
    expect((await evidence(payment, "It was an empty page.", anna)).status).toBe(200);
    const size = stage.deps.ledger.head().seq;
    expect((await decided(payment, "stands")).status).toBe(200);
    expect((await decided(payment, "stands")).status).toBe(200);
    expect(stage.deps.ledger.head().seq).toBe(size + 1n);
    const after = await detail(payment);
    expect([after.status, after.report?.state, after.report?.dueAt]).toEqual([
      "captured",
      "stands",
      null,
    ]);
    expect(after.report?.steps.map(({ text }) => text)).toContain("It was an empty page.");
    expect((await decided(payment, "refund")).code).toBe("report-closed");
    expect((await evidence(payment, "One more thing.", anna)).code).toBe("evidence-given");
  });

  test("the operator gives it back", async () => {
    const payment = await contested();
    expect((await decided(payment, "refund")).status).toBe(200);
    expect((await decided(payment, "refund")).status).toBe(200);
    const after = await detail(payment);
    expect(after.status).toBe("refunded");
    expect(stepsOf(after)).toEqual([
      "reported",
      "asked",
      "merchant-evidence",
      "granted",
      "refunded",
    ]);
    expect((await decided(payment, "stands")).code).toBe("report-closed");
  });

  test("two decisions and a deadline at once: one of them is true, in the report and in the money", async () => {
    for (let round = 0; round < 5; round += 1) {
      anna = await enrolled();
      const payment = await contested();
      clock.turned += decideMs;
      await Promise.all([
        decided(payment, "stands"),
        decided(payment, "refund"),
        workDue(stage.deps),
      ]);
      const { status, report } = await detail(payment);
      expect([
        ["captured", "stands"],
        ["refunded", "refunded"],
      ]).toContainEqual([status, report?.state]);
    }
  });

  test("what was cut off between a decision and its entry is finished", async () => {
    const [back, stands] = [await contested(), await contested()];
    const cutOff = (payment: string, state: string, step: string) =>
      Promise.all([
        stage.deps.store
          .updateTable("reports")
          .set({ state, due_at: clock.now() })
          .where("payment_id", "=", payment)
          .execute(),
        stage.deps.store
          .insertInto("report_steps")
          .values({ payment_id: payment, step, at: clock.now(), text: "why" })
          .execute(),
      ]);
    await cutOff(back, "open", "granted");
    await cutOff(stands, "stands", "stands");
    clock.turned += 2 * minute;
    await workDue(stage.deps);
    expect((await detail(back)).status).toBe("refunded");
    const { seq } = stage.deps.ledger.head();
    expect((await decided(stands, "stands")).status).toBe(200);
    expect((await decided(stands, "stands")).status).toBe(200);
    expect(stage.deps.ledger.head().seq).toBe(seq + 1n);
  });

  test("a part that is given, also again by a retry, ends no report", async () => {
    const half = { part: 1, key: newKey() };
    const dear = await pay(anna, 50_000n);
    await reported("not-as-described", dear);
    expect(await refundWord(stage, { ...half, payment: dear })).toBe("refunded");
    expect(await refundWord(stage, { ...half, payment: dear })).toBe("refunded");
    expect((await detail(dear)).report?.state).toBe("asked");
  });

  test("the same words again change nothing, other words are refused, and so is a stranger", async () => {
    const payment = await contested();
    expect((await evidence(payment, "It was read to the end.")).status).toBe(200);
    expect((await evidence(payment, "Something else.")).code).toBe("evidence-given");
    expect((await evidence(payment, "Mine.", undefined, neighbour.apiKey)).code).toBe("not-found");
    expect((await evidence(payment, "Mine.", await enrolled())).code).toBe("not-found");
    for (const text of ["", " ", "x".repeat(2_001)]) {
      expect((await evidence(payment, text, anna)).code).toBe("invalid-request");
    }
    expect((await decided(payment, "refund", "wrong")).code).toBe("operator-key-invalid");
    const view = await get<MerchantReport>(stage, `/v1/reports/${payment}`, asMerchant(stage));
    expect(view.body).toMatchObject({ payment, state: "contested" });
    const other = asMerchant(stage, neighbour.apiKey);
    expect((await get(stage, `/v1/reports/${payment}`, other)).code).toBe("not-found");
  });
});

describe("deadlines", () => {
  test("a merchant that says nothing, and an operator that does not decide, give it back", async () => {
    const silent = await pay();
    await reported("not-as-described", silent);
    const undecided = await pay();
    await reported("not-as-described", undecided);
    await evidence(undecided, "It was read.");
    clock.turned += answerMs - second;
    await workDue(stage.deps);
    expect((await detail(silent)).status).toBe("captured");
    clock.turned += second;
    await workDue(stage.deps);
    const steps = ["reported", "asked", "unanswered", "refunded"];
    expect(stepsOf(await detail(silent))).toEqual(steps);
    expect((await detail(undecided)).status).toBe("captured");
    clock.turned += decideMs - answerMs;
    await workDue(stage.deps);
    expect((await detail(undecided)).report?.state).toBe("refunded");
  });

  test("what a crash cut off is finished, once", async () => {
    const payment = await pay();
    const paid = await detail(payment);
    const { id: payer } = await stage.deps.store
      .selectFrom("payers")
      .select("id")
      .orderBy("created_at", "desc")
      .executeTakeFirstOrThrow();
    await stage.deps.store
      .insertInto("reports")
      .values({
        payment_id: payment,
        payer_id: payer,
        merchant_id: stage.merchant.id,
        reason: "not-me",
        paid_at: paid.at,
        reported_at: clock.now(),
        state: "open",
        due_at: clock.now(),
      })
      .execute();
    await workDue(stage.deps);
    expect((await detail(payment)).status).toBe("captured");
    clock.turned += minute;
    await workDue(stage.deps);
    expect(stepsOf(await detail(payment))).toEqual(["stopped", "refunded"]);
    await workDue(stage.deps);
    expect(await clickWord()).toBe("declined");
  });
});

test("asked and then undone in the last moment, it is not listed", async () => {
  const payment = await pay();
  await reported("not-as-described", payment);
  expect(await asked()).toContain(payment);
  expect((await sendUndo(stage, anna, payment)).body.kind).toBe("reversed");
  expect(await asked()).not.toContain(payment);
});

test("fifty a page, newest first, each once, also those of one moment", async () => {
  const before = new Set(await asked());
  const ids: string[] = [];
  for (let buyer = 0; buyer < 2; buyer += 1) {
    const person = await enrolled();
    for (let count = 0; count < 30; count += 1) ids.push(await pay(person));
  }
  const moment = clock.now();
  for (const [at, payment] of ids.entries()) {
    await stage.deps.store
      .insertInto("reports")
      .values({
        payment_id: payment,
        payer_id: newId("payer", moment),
        merchant_id: stage.merchant.id,
        reason: "not-as-described",
        paid_at: moment,
        reported_at: moment + Math.floor(at / 20),
        state: "asked",
        due_at: null,
      })
      .execute();
  }
  const first = (await listAsked(stage)).body;
  const rest = (await listAsked(stage, { before: first.next ?? "" })).body;
  expect([first.requests.length, rest.requests.length - before.size]).toEqual([50, 10]);
  const all = [...first.requests, ...rest.requests];
  expect(new Set(all.map(({ payment }) => payment))).toEqual(new Set([...ids, ...before]));
  const times = all.map(({ askedAt }) => askedAt);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  for (const from of ["x", "1-pay_x", "-", "1".repeat(40)]) {
    expect((await listAsked(stage, { before: from })).code).toBe("invalid-request");
  }
  const query = await get(stage, "/v1/refund-requests?after=1", asMerchant(stage));
  expect(query.code).toBe("invalid-request");
});
