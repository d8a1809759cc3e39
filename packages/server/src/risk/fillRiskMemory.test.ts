import { day, type Instant, second } from "@farthing/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newTurnedClock } from "../grants/grantStage.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { openDatabase } from "../store/openDatabase.ts";
import { fillRiskMemory, startFilling } from "./fillRiskMemory.ts";
import { type NotedPayment, newRiskMemory } from "./riskMemory.ts";

const clock = newTurnedClock();
let stage: TestServer;
let now: Instant;
beforeEach(async () => {
  stage = await openTestServer({ clock });
  now = clock.now();
});
afterEach(() => stage.close());

/** Payments of before this ledger's first entry, one every `everyMs`, the last one now: their prices are 1 to `count`. */
function insertPayments(count: number, everyMs: number, merchant: string | null = "mer_1"): void {
  const database = openDatabase(`${stage.folder}/store.db`, "normal");
  database
    .prepare(
      `with recursive past(n) as (select 1 union all select n + 1 from past where n < @count)
      insert into payments (id, seq, kind, payer_id, merchant_id, title, resource, amount, fee,
        asset, status, at, leaf_index, timestamp, memo)
      select 'pay_' || n, n - @count, 'payment', 'pyr_1', @merchant, '', '', n, 0,
        'PLAY/6', 'captured', @now - (@count - n) * @everyMs, n - @count - 1, n, x''
      from past`,
    )
    .run({ count, everyMs, merchant, now });
  database.close();
}

async function noted(): Promise<NotedPayment[]> {
  const payments: NotedPayment[] = [];
  const risk = { ...newRiskMemory(), paid: (one: NotedPayment) => void payments.push(one) };
  await fillRiskMemory({ ...stage.deps, risk });
  return payments;
}

test("the last day is read over all its pages, oldest first, and nothing before it", async () => {
  const [count, everyMs] = [4_000, 40 * second];
  insertPayments(count, everyMs);
  const payments = await noted();
  const lately = day / everyMs;
  expect(payments.map(({ price }) => Number(price))).toEqual(
    Array.from({ length: lately }, (_, at) => count - lately + 1 + at),
  );
  expect(payments[0]).toEqual({
    payer: "pyr_1",
    merchant: "mer_1",
    price: BigInt(count - lately + 1),
    at: now - day + everyMs,
  });
});

test.each([
  ["one page to the row", 1_000],
  ["a row more", 1_001],
  ["less than a page", 3],
])("all there is: %s", async (_, count) => {
  insertPayments(count, 1);
  expect(await noted()).toHaveLength(count);
});

test("of more than a start can read the newest are", async () => {
  insertPayments(100_500, 1);
  const payments = await noted();
  expect([payments.length, payments[0]?.price]).toEqual([100_000, 501n]);
});

test("a top-up is no payment to anybody", async () => {
  insertPayments(3, 1, null);
  expect(await noted()).toEqual([]);
});

test("a store that is behind the journal leaves it unfilled, and a duty fills it once it is not", async () => {
  const risk = newRiskMemory();
  let hasCaughtUp = false;
  const projection = { ...stage.deps.projection, reached: () => Promise.resolve(hasCaughtUp) };
  const deps = { ...stage.deps, risk, projection };
  insertPayments(7, 1);
  expect([await fillRiskMemory(deps), risk.isReady]).toEqual([false, false]);
  // What was paid meanwhile this process counted itself.
  risk.paid({ payer: "pyr_1", merchant: "mer_1", price: 9n, at: now });
  hasCaughtUp = true;
  const duty = startFilling(deps);
  await expect.poll(() => risk.isReady).toBe(true);
  await duty.stop();
  expect(risk.clicks("pyr_1", clock.now()).perDay).toBe(8);
});
