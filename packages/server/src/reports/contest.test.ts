import { day, second } from "@farthing/core";
import type { ContestedReports, Balance, MerchantReport, PaymentDetail } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { blockMerchant, unblockMerchant } from "../blocks/blockMerchant.ts";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, movedBy, openAudited } from "../payments/books.testing.ts";
import {
  clickBody,
  cookie,
  get,
  newPerson,
  payOnPage,
  type Person,
  post,
  send,
} from "../payments/person.testing.ts";
import { asMerchant, newKey, refundWord, sendReport } from "../refunds/refundStage.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { answerMs, decideMs } from "./rules.ts";
import { workDue } from "./workDue.ts";

const rate = { addressPerMinute: 0, payerPerMinute: 0, merchantPerMinute: 0 };
let audited: AuditedServer;
let stage: TestServer;
let anna: Person;
const clock = newTurnedClock();
beforeAll(async () => {
  audited = await openAudited({ clock, config: { rate } });
  stage = audited.stage;
});
beforeEach(async () => {
  anna = newPerson();
  await payOnPage(stage, anna, { offer: await fresh({ amount: 1n }) });
});
// Closing replays the journal from nothing, and adds all balances up to zero.
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);

async function pay(): Promise<string> {
  const offer = await fresh({ amount: 50_000n });
  const { body } = await send(stage, clickBody(stage, anna, { offer }));
  if (body.kind !== "captured") throw new Error(`not paid: ${JSON.stringify(body)}`);
  return body.payment;
}

const detail = async (payment: string) =>
  (await get<PaymentDetail>(stage, `/v1/wallet/payments/${payment}`, cookie(anna.session))).body;
const stepsOf = ({ report }: PaymentDetail) => report?.steps.map(({ step }) => step);
const reported = (payment: string, reason = "not-received") =>
  sendReport(stage, anna, { payment, reason });
const contest = (payment: string, text = "It was served at 14:20 and read to the end.") =>
  post<MerchantReport>(stage, `/v1/reports/${payment}/evidence`, { text }, asMerchant(stage));
const payerSays = (payment: string, text: string) =>
  post(stage, `/v1/wallet/payments/${payment}/evidence`, { text }, cookie(anna.session));
const asOperator = () => ({ authorization: `Bearer ${stage.deps.keys.operatorKey}` });
const decided = (payment: string, outcome: string) =>
  post(
    stage,
    `/v1/operator/reports/${payment}/decision`,
    { outcome, why: "The log of the delivery shows it." },
    asOperator(),
  );

/** A payment whose report gave the money back at once, and that the merchant contests. */
async function contested(): Promise<string> {
  const payment = await pay();
  expect((await reported(payment)).body.report?.state).toBe("refunded");
  expect((await contest(payment)).body.state).toBe("refund-contested");
  return payment;
}

test("found right, the merchant gets from the operator what the refund took; the payer keeps the money and reads each step", async () => {
  const payment = await pay();
  const refunded = await movedBy(stage, () => reported(payment));
  expect(refunded).toEqual({ pyr: 50_000n, mer: -47_500n, ope: -2_500n });
  expect((await detail(payment)).report?.dueAt).toBe(
    ((await detail(payment)).report?.steps.at(-1)?.at ?? 0) + answerMs,
  );
  await contest(payment);
  expect((await payerSays(payment, "The page stayed blank.")).status).toBe(200);
  const whole = await movedBy(stage, () => decided(payment, "stands"));
  expect(whole).toEqual({ mer: 47_500n, who: -47_500n });
  const after = await detail(payment);
  expect([after.status, after.report?.state, after.report?.dueAt]).toEqual([
    "refunded",
    "made-whole",
    null,
  ]);
  expect(stepsOf(after)).toEqual([
    "reported",
    "refunded",
    "merchant-evidence",
    "payer-evidence",
    "made-whole",
  ]);
  expect(after.report?.steps.at(-1)?.text).toBe("The log of the delivery shows it.");
  expect(await movedBy(stage, () => decided(payment, "stands"))).toEqual({});
  expect((await decided(payment, "stands")).status).toBe(200);
  expect((await decided(payment, "refund")).code).toBe("report-closed");
});

test("the operator reads what looked risky and what else was reported there; found right, it is an example of nothing", async () => {
  const labels = async () =>
    (await stage.deps.store.selectFrom("labels").select("payment_id").execute()).map(
      ({ payment_id }) => payment_id,
    );
  const known = () => stage.deps.risk.labelsOf(stage.merchant.id, clock.now())["not-received"];
  const before = known().count;
  const payment = await contested();
  expect([known().count, (await labels()).includes(payment)]).toEqual([before + 1, true]);
  const { ledger, projection } = stage.deps;
  await projection.reached(ledger.head().seq, 10_000);
  const { body } = await get<ContestedReports>(stage, "/v1/operator/reports", asOperator());
  expect(body.reports.find((one) => one.payment === payment)).toMatchObject({
    reasons: [{ code: "new-merchant", weight: 10 }],
    labels: { fraud: 0, "not-received": before + 1, quality: 0 },
  });
  await decided(payment, "stands");
  expect([known().count, (await labels()).includes(payment)]).toEqual([before, false]);
});

test("found wrong, the merchant bears it, in an entry without money", async () => {
  const payment = await contested();
  const { seq } = stage.deps.ledger.head();
  expect(await movedBy(stage, () => decided(payment, "refund"))).toEqual({});
  expect(stage.deps.ledger.head().seq).toBe(seq + 1n);
  const { report } = await detail(payment);
  expect([report?.state, report?.dueAt, report?.steps.at(-1)?.step]).toEqual([
    "refunded",
    null,
    "refund-stays",
  ]);
  expect((await decided(payment, "refund")).status).toBe(200);
  expect((await decided(payment, "stands")).code).toBe("report-closed");
  // A report that was right costs nothing.
  expect((await reported(await pay())).body.report?.state).toBe("refunded");
});

test("whose report was wrong is asked first for 90 days, and then no longer", async () => {
  await decided(await contested(), "stands");
  expect((await reported(await pay())).body.report?.state).toBe("asked");
  clock.turned += 92 * day;
  await payOnPage(stage, anna, { offer: await fresh({ amount: 2n }), way: "get" });
  expect((await reported(await pay())).body.report?.state).toBe("refunded");
});

test("reports of the same moment give nothing back once one was found wrong", async () => {
  const wrong = await contested();
  const payments = [await pay(), await pay(), await pay()];
  await Promise.all([decided(wrong, "stands"), ...payments.map((each) => reported(each))]);
  await workDue(stage.deps);
  for (const payment of payments) {
    expect(["refunded", "asked"]).toContain((await detail(payment)).report?.state);
  }
  expect((await reported(await pay())).body.report?.state).toBe("asked");
});

test("the merchant has seven days; later, and where nobody lost anything at once, it is closed", async () => {
  const [late, asked] = [await pay(), await pay()];
  await reported(late);
  await reported(asked, "not-as-described");
  clock.turned += answerMs - second;
  await workDue(stage.deps);
  expect((await detail(late)).report?.dueAt).not.toBe(null);
  clock.turned += second;
  expect((await contest(late)).code).toBe("report-closed");
  await workDue(stage.deps);
  expect((await detail(late)).report?.dueAt).toBe(null);
  expect((await contest(late)).code).toBe("report-closed");
  // Silence gave this one back: there is nothing to contest.
  expect((await detail(asked)).report?.state).toBe("refunded");
  expect((await contest(asked)).code).toBe("report-closed");
  const own = await pay();
  await refundWord(stage, { payment: own });
  await reported(own);
  expect((await contest(own)).code).toBe("report-closed");
});

test("an operator that does not decide leaves it with the merchant: silence pays nobody", async () => {
  const payment = await contested();
  clock.turned += decideMs - second;
  await workDue(stage.deps);
  expect((await detail(payment)).report?.state).toBe("refund-contested");
  clock.turned += second;
  expect(await movedBy(stage, () => workDue(stage.deps))).toEqual({});
  const after = await detail(payment);
  expect([after.report?.state, stepsOf(after)?.at(-1)]).toEqual(["refunded", "unanswered"]);
  await workDue(stage.deps);
  expect((await decided(payment, "stands")).code).toBe("report-closed");
});

test("two decisions and the deadline at once: one is true, in the report and in the money", async () => {
  for (let round = 0; round < 5; round += 1) {
    anna = newPerson();
    await payOnPage(stage, anna, { offer: await fresh({ amount: 1n }) });
    const payment = await contested();
    clock.turned += decideMs;
    const moved = await movedBy(stage, () =>
      Promise.all([
        decided(payment, "stands"),
        decided(payment, "refund"),
        decided(payment, "stands"),
        workDue(stage.deps),
      ]),
    );
    const { report } = await detail(payment);
    expect([
      ["made-whole", { mer: 47_500n, who: -47_500n }],
      ["refunded", {}],
    ]).toContainEqual([report?.state, moved]);
  }
});

test("what a crash cut off between a decision and its entry, or after it, is finished once", async () => {
  const payment = await contested();
  const { deps } = stage;
  const backTo = (state: string, dueAt: number) =>
    deps.store
      .updateTable("reports")
      .set({ state, due_at: dueAt })
      .where("payment_id", "=", payment)
      .execute();
  await deps.store
    .insertInto("report_steps")
    .values({ payment_id: payment, step: "made-whole", at: clock.now(), text: "why" })
    .execute();
  await backTo("open", clock.now() - day);
  expect(await movedBy(stage, () => workDue(deps))).toEqual({ mer: 47_500n, who: -47_500n });
  expect((await detail(payment)).report?.state).toBe("made-whole");
  await backTo("open", clock.now() - day);
  expect(await movedBy(stage, () => workDue(deps))).toEqual({});
  expect((await detail(payment)).report?.state).toBe("made-whole");
});

test("a decision that a crash cut off is finished by the same decision, sent again; the other one comes too late", async () => {
  const { deps } = stage;
  for (const { outcome, other, moved } of [
    { outcome: "stands", other: "refund", moved: { mer: 47_500n, who: -47_500n } },
    { outcome: "refund", other: "stands", moved: {} },
  ]) {
    anna = newPerson();
    await payOnPage(stage, anna, { offer: await fresh({ amount: 1n }) });
    const payment = await contested();
    const submitting = vi.spyOn(deps.ledger, "submitEntry").mockImplementation(() => {
      throw new Error("cut off");
    });
    expect((await decided(payment, outcome)).status).toBe(500);
    submitting.mockRestore();
    expect((await detail(payment)).report?.state).toBe("open");
    expect((await decided(payment, other)).code).toBe("report-closed");
    expect(await movedBy(stage, () => decided(payment, outcome))).toEqual(moved);
    const state = outcome === "stands" ? "made-whole" : "refunded";
    expect((await detail(payment)).report?.state).toBe(state);
    expect((await decided(payment, outcome)).status).toBe(200);
  }
});

test("a refund at once whose step was cut off is this report's all the same, and can be contested", async () => {
  const payment = await pay();
  await reported(payment);
  const { store } = stage.deps;
  await store
    .deleteFrom("report_steps")
    .where("payment_id", "=", payment)
    .where("step", "=", "refunded")
    .execute();
  await store
    .updateTable("reports")
    .set({ state: "open", due_at: clock.now() - day })
    .where("payment_id", "=", payment)
    .execute();
  await workDue(stage.deps);
  expect(stepsOf(await detail(payment))).toEqual(["reported", "refunded"]);
  expect((await contest(payment)).body.state).toBe("refund-contested");
});

test("after a part only what the report gave back is made whole; a blocked merchant gets it, too", async () => {
  const payment = await pay();
  const half = { part: 20_000, key: newKey() };
  expect(await refundWord(stage, { ...half, payment })).toBe("refunded");
  await reported(payment);
  await contest(payment);
  await blockMerchant(stage.deps, { merchant: stage.merchant.id, why: "Looked at." });
  expect(await movedBy(stage, () => decided(payment, "stands"))).toEqual({
    mer: 28_500n,
    who: -28_500n,
  });
  await unblockMerchant(stage.deps, { merchant: stage.merchant.id, why: "Fine." });
});

test("said twice, or by others, nothing changes; the operator reads both sides, and the balance what was borne", async () => {
  const payment = await contested();
  expect((await contest(payment)).status).toBe(200);
  expect((await contest(payment, "Something else.")).code).toBe("evidence-given");
  // The list names what was sold as the projection tells it.
  await stage.deps.projection.reached(stage.deps.ledger.head().seq, second);
  const { body } = await get<{ reports: { payment: string; state: string }[] }>(
    stage,
    "/v1/operator/reports",
    asOperator(),
  );
  expect(body.reports).toContainEqual(
    expect.objectContaining({ payment, state: "refund-contested" }),
  );
  const borne = async () =>
    BigInt(
      (await get<Balance>(stage, "/v1/operator/balance?days=7", asOperator())).body.all.madeWhole
        .amount,
    );
  const before = await borne();
  await decided(payment, "stands");
  expect((await borne()) - before).toBe(47_500n);
  const events = await get<{ events: { type: string; payment: { id: string } }[] }>(
    stage,
    "/v1/events?after=0&limit=500",
    asMerchant(stage),
  );
  const heard = events.body.events.filter((event) => event.payment.id === payment);
  expect(heard.map(({ type }) => type)).toEqual([
    "payment.captured",
    "payment.refunded",
    "payment.made-whole",
  ]);
});
