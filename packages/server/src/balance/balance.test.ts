import { day, hour } from "@farthing/core";
import type { Balance } from "@farthing/protocol";
import { defaultPolicy } from "@farthing/risk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  askGrant,
  clickBody,
  get,
  newPerson,
  payOnPage,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import { openViewsDatabase } from "../projections/openViewsDatabase.ts";
import { newProjector } from "../projections/projector.ts";
import { sendRefund, sendReport } from "../refunds/refundStage.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { settleQuestions } from "../questions/settleQuestions.ts";
import { measureBalance } from "./measureBalance.ts";
import { tierOf, tiers } from "./tierOf.ts";

let audited: AuditedServer;
let stage: TestServer;
const clock = newTurnedClock();
beforeAll(async () => {
  audited = await openAudited({ clock });
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);
const play = (amount: number) => ({ amount: String(amount), asset: "PLAY/6" });

async function read(query = "", key = stage.deps.keys.operatorKey) {
  const { deps } = stage;
  await deps.projection.reached(deps.ledger.head().seq, 10_000);
  return get<Balance>(stage, `/v1/operator/balance${query}`, { authorization: `Bearer ${key}` });
}

test("nothing happened: every figure is nothing, and today is there", async () => {
  const { body } = await read("?days=3");
  expect(body.all).toMatchObject({ payments: 0, asked: 0, amount: play(0) });
  expect(body.days).toHaveLength(3);
  expect(body.reports).toMatchObject({ count: 0, delayP50: null, delayP90: null });
  expect(body.reports.within.map(({ count }) => count)).toEqual([0, 0, 0, 0, 0, 0]);
});

describe("a day of payments", () => {
  beforeAll(async () => {
    const anna = newPerson();
    await payOnPage(stage, anna, { offer: await fresh({ amount: 10_000n }) });
    const click = async () => {
      const offer = await fresh({ amount: 10_000n });
      const { body } = await send(stage, clickBody(stage, anna, { offer }));
      if (body.kind !== "captured") throw new Error(body.kind);
      return body.payment;
    };
    const [undone, back, stolen] = [await click(), await click(), await click()];
    await sendUndo(stage, anna, undone);
    await sendRefund(stage, { payment: back });
    clock.turned += day;
    await sendReport(stage, anna, { payment: stolen, reason: "not-me" });
    await send(stage, clickBody(stage, anna, { offer: await fresh({ amount: 10_000n }) }));
  });

  test("both sides, on the day of the payment", async () => {
    const { body } = await read("?days=2");
    const [today, yesterday] = body.days;
    expect(yesterday).toMatchObject({
      payments: 4,
      unasked: 3,
      // One passkey, three clicks.
      gestures: 5,
      reported: 1,
      amount: play(40_000),
      undone: play(10_000),
      refunded: play(20_000),
      fraudRefunded: play(10_000),
      fraudReported: play(10_000),
    });
    // The click after the report was turned down.
    expect(today).toMatchObject({ payments: 0, declined: 1 });
    expect(body.reports).toMatchObject({ count: 1 });
    expect(body.reports.delayP50).toBeGreaterThanOrEqual(86_400);
    const late = body.reports.within.filter(({ seconds }) => seconds === null || seconds > 86_400);
    expect(late.reduce((sum, { count }) => sum + count, 0)).toBe(body.reports.count);
    expect(body.wallets).toEqual({
      count: 1,
      withSecondPasskey: 0,
      withCodes: 0,
      withAlerts: 0,
      withPassword: 0,
      withTotp: 0,
      presets: { careful: 0, balanced: 1, convenient: 0 },
      scores: [0, 25, 50, 75, 100].map((from) => ({
        from,
        to: Math.min(from + 24, 100),
        count: 0,
      })),
    });
    expect(body.merchants).toMatchObject([{ merchant: stage.merchant.id, payments: 4 }]);
    expect(body.tiers.map(({ payments }) => payments)).toEqual([4, 0, 0, 0, 0]);
  });

  test("questions stand at their price and merchant, too, and what was not paid after one is left over", async () => {
    const before = (await read("?days=1")).body;
    const reader = newPerson();
    const dear = await fresh({ amount: 600_000n });
    await payOnPage(stage, reader, { offer: dear });
    const left = await fresh({ amount: 600_000n });
    await askGrant(stage, newPerson(), { offer: left });
    const { body } = await read("?days=1");
    const pairs = (of: Balance) =>
      [of.all, of.tiers[1], of.merchants[0]].map((sums) => [sums?.asked, sums?.answered]);
    const more = pairs(body).map(([asked = 0, answered = 0], at) => {
      const [askedBefore = 0, answeredBefore = 0] = pairs(before)[at] ?? [];
      return [asked - askedBefore, answered - answeredBefore];
    });
    expect(more).toEqual([
      [2, 1],
      [2, 1],
      [2, 1],
    ]);
    expect(body.tiers[0]?.declined).toBe(1);
  });

  test("how questions ended is told on the day of the question once an hour is over", async () => {
    clock.turned += 2 * hour;
    await settleQuestions(stage.deps);
    const { body } = await read("?days=3");
    expect(body.all).toMatchObject({ asked: 3, abandoned: 1, cancelled: 0, failed: 0 });
    expect(body.tiers[1]).toMatchObject({ asked: 2, abandoned: 1, notEnough: 0 });
  });

  test("/metrics has both sides by tier, of the same sums", async () => {
    const { body } = await read();
    await measureBalance(stage.deps);
    const lines = (await (await stage.fetch("/metrics")).text()).split("\n");
    const figure = (name: string) =>
      Number(
        lines
          .find((line) => line.startsWith(`farthing_balance_${name}{tier="to-0.05"} `))
          ?.split(" ")[1],
      );
    const [cheap] = body.tiers;
    expect(cheap?.fraudReported).toEqual(play(10_000));
    expect(["payments", "asked", "answered", "declined"].map(figure)).toEqual([
      cheap?.payments,
      cheap?.asked,
      cheap?.answered,
      cheap?.declined,
    ]);
    expect(["paid", "reported", "returned"].map(figure)).toEqual([0.04, 0.01, 0.01]);
    expect(lines).toContain('farthing_balance_asked{tier="to-1"} 2');
  });

  test("what the operator found right is no loss, as for the brake", async () => {
    const reports = stage.deps.store.updateTable("reports");
    await reports.set({ state: "made-whole" }).execute();
    const { body } = await read();
    expect(body.all).toMatchObject({
      reported: 0,
      fraudReported: play(0),
      fraudRefunded: play(10_000),
    });
    await reports.set({ state: "refunded" }).execute();
  });

  test("rebuilt from the journal it says the same", async () => {
    const before = (await read("?days=2")).body;
    const database = openViewsDatabase(`${stage.folder}/store.db`);
    try {
      const projector = newProjector(database, stage.deps.ledger);
      projector.reset();
      while (projector.step() > 0);
    } finally {
      database.close();
    }
    expect((await read("?days=2")).body).toEqual(before);
  });

  test("only for the operator, and for days there are", async () => {
    expect((await read("", "x")).code).toBe("operator-key-invalid");
    for (const days of ["0", "-1", "1000", "x", ""]) {
      expect((await read(`?days=${days}`)).code).toBe("invalid-request");
    }
  });
});

test("the tiers are the first rows of the policy that comes with Farthing", () => {
  expect(tiers).toEqual(defaultPolicy.rows.slice(0, tiers.length).map(({ upTo }) => upTo));
});

test("a tier holds its upper end", () => {
  expect([0n, 50_000n, 50_001n, 1_000_000n, 30_000_000n, 30_000_001n].map(tierOf)).toEqual([
    0, 0, 1, 1, 3, 4,
  ]);
});
