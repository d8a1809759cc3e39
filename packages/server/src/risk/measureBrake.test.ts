import { day, hour, instant, minute } from "@farthing/core";
import type { Balance } from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  clickBody,
  get,
  newPerson,
  payOnPage,
  type Person,
  send,
} from "../payments/person.testing.ts";
import { sendReport } from "../refunds/refundStage.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { buyLater, newGuestPerson, reportLater } from "../tabs/tabStage.testing.ts";
import { balancedWith } from "../policies/policy.testing.ts";
import { measureBrake } from "./measureBrake.ts";
import { newPlatformBrake } from "./platformBrake.ts";

const clock = newTurnedClock();
let audited: AuditedServer;
let stage: TestServer;
beforeAll(async () => {
  const rich = 10n ** 9n;
  const policy = balancedWith({
    perDay: rich,
    per30Days: rich,
    sinceCheck: rich,
    perMerchantDay: rich,
  });
  const config = { welcome: rich, confirmAbove: 10n ** 12n };
  audited = await openAudited({ clock, config, policy });
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);

async function newReader(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await fresh({ amount: 10_000n }) });
  const limits = { perClick: "5000000", per24h: "5000000", total: "90000000" };
  const expiresAt = clock.now() + 100 * day;
  const offer = await fresh({ amount: 10_000n });
  await payOnPage(stage, person, { offer, way: "get", limits: { ...limits, expiresAt } });
  return person;
}

/** Somebody pays so many units at once by a passkey, and says later that it was not them. */
async function stolen(units: number): Promise<void> {
  const person = await newReader();
  for (let at = 0; at < units; at += 5) {
    const offer = await fresh({ amount: 5_000_000n });
    const { outcome } = await payOnPage(stage, person, { offer, choice: "once", way: "get" });
    if (outcome.kind !== "captured") throw new Error(JSON.stringify(outcome));
    const { status } = await sendReport(stage, person, {
      payment: outcome.payment,
      reason: "not-me",
    });
    if (status !== 200) throw new Error(`not reported: ${status}`);
  }
  const { deps } = stage;
  await deps.projection.reached(deps.ledger.head().seq, 10_000);
}

async function measured(): Promise<Balance["brake"]> {
  await measureBrake(stage.deps);
  return told();
}

/** The brake as the operator reads it. */
async function told(): Promise<Balance["brake"]> {
  const headers = { authorization: `Bearer ${stage.deps.keys.operatorKey}` };
  return (await get<Balance>(stage, "/v1/operator/balance", headers)).body.brake;
}

async function click(person: Person, amount: bigint): Promise<string> {
  const offer = await fresh({ amount });
  const { body } = await send(stage, clickBody(stage, person, { offer }));
  const by = "decided" in body ? body.decided?.counter : null;
  return `${"reason" in body ? body.reason : body.kind}${by ? ` by ${by}` : ""}`;
}

test("what a guest disowns before anybody paid it is not fraud", async () => {
  const guest = newGuestPerson();
  const { body } = await buyLater(stage, guest, { offer: await fresh() });
  expect(body.outcome.kind).toBe("captured");
  const payment = "payment" in body.outcome ? body.outcome.payment : "";
  expect((await reportLater(stage, guest, payment, "not-me")).status).toBe(200);
  const { deps } = stage;
  await deps.projection.reached(deps.ledger.head().seq, 10_000);
  expect(await measured()).toMatchObject({ state: "off", basisPoints: 0 });
}, 60_000);

test("from one report to more than the line, to twice of it, and back after thirty days", async () => {
  const anna = await newReader();
  await stolen(25);
  expect(await measured()).toMatchObject({ state: "off", basisPoints: 12.5, changes: [] });
  expect(await click(anna, 1_100_000n)).toBe("captured");

  await stolen(5);
  expect(await measured()).toMatchObject({ state: "dear-clicks", basisPoints: 15, letGoAt: null });
  expect(await click(anna, 1_000_000n)).toBe("captured");
  expect(await click(anna, 1_100_000n)).toBe("check-due by platform-brake");

  await stolen(25);
  expect(await measured()).toMatchObject({ state: "all-clicks", basisPoints: 27.5 });
  expect(await click(anna, 10_000n)).toBe("check-due by platform-brake");

  // What was taken is older than the 90 days that are looked at: below from now on, but not yet let go.
  clock.turned += 92 * day;
  expect(await measured()).toMatchObject({ state: "all-clicks", basisPoints: 0 });
  clock.turned += 30 * day - minute;
  expect((await measured()).state).toBe("all-clicks");
  clock.turned += minute;
  const { state, changes } = await measured();
  expect([state, ...changes.map((change) => change.state)]).toEqual([
    "off",
    "off",
    "all-clicks",
    "dear-clicks",
  ]);
  const text = await (await stage.fetch("/metrics")).text();
  expect(text).toContain("farthing_brake 0");
  expect(text).toContain("farthing_fraud_basis_points 0");
}, 60_000);

test("the operator reads from which price on clicks are asked, in the wallet's money; what was measured too long ago is no figure", async () => {
  expect(await measured()).toMatchObject({
    basisPoints: 0,
    clicksAbove: { amount: "1000000", asset: "PLAY/6" },
    volumeMin: { amount: "20000000000", asset: "PLAY/6" },
  });
  clock.turned += hour + minute;
  expect(await told()).toMatchObject({ state: "dear-clicks", basisPoints: null });
});

test("what the operator let stand is not fraud", async () => {
  await stolen(30);
  expect((await measured()).basisPoints).toBe(15);
  await stage.deps.store.updateTable("reports").set({ state: "stands" }).execute();
  expect((await measured()).basisPoints).toBe(0);
}, 60_000);

test("not measured, or too long ago, dear clicks are asked; a brake that is on stays on", () => {
  const brake = newPlatformBrake();
  const now = clock.now();
  expect(brake.state(now)).toBe("dear-clicks");
  const off = { state: "off", basisPoints: 0, belowSince: null, at: now } as const;
  brake.set(off);
  expect(brake.state(now)).toBe("off");
  const at = (ms: number) => instant(now + ms);
  expect(brake.state(at(hour))).toBe("off");
  expect(brake.state(at(hour + 1))).toBe("dear-clicks");
  // A clock that was set back.
  expect(brake.state(at(-minute - 1))).toBe("dear-clicks");
  brake.set({ ...off, state: "all-clicks" });
  expect(brake.state(at(2 * hour))).toBe("all-clicks");
});
