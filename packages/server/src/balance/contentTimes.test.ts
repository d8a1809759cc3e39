import { day, hour, minute, newId } from "@farthing/core";
import type { Balance } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  agree,
  approve,
  askGrant,
  clickBody,
  get,
  newPerson,
  openPage,
  payOnPage,
  type Person,
  post,
  prove,
  send,
} from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { newContentTimes, writeContentTimes } from "./contentTimes.ts";
import { secondsOf, stepOf } from "./timeSteps.ts";

let audited: AuditedServer;
let stage: TestServer;
let anna: Person;
const clock = newTurnedClock();
beforeAll(async () => {
  audited = await openAudited({ clock });
  stage = audited.stage;
});
beforeEach(async () => {
  // A day of its own: what the tests before counted lies on others.
  clock.turned += day;
  anna = newPerson();
  await payOnPage(stage, anna, { offer: await fresh({ amount: 10_000n }) });
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);
const seconds = (ms: number) => secondsOf(stepOf(ms));

async function click(amount = 10_000n): Promise<string> {
  const offer = await fresh({ amount });
  const { body } = await send(stage, clickBody(stage, anna, { offer }));
  if (body.kind !== "captured") throw new Error(body.kind);
  return body.payment;
}

interface Tell {
  readonly payment: string;
  readonly ms?: unknown;
  readonly by?: Person;
  readonly subject?: string;
  readonly time?: number;
  readonly more?: object;
}

function tell({ payment, ms = 240, by = anna, subject = payment, time, more = {} }: Tell) {
  const at = time === undefined ? {} : { time };
  const proof = prove(stage, by.key, { purpose: "shown", subject, ...at });
  return post(stage, `/v1/frame/payments/${payment}/shown`, { proof, ms, ...more });
}

async function read(): Promise<Balance> {
  await writeContentTimes(stage.deps);
  const bearer = { authorization: `Bearer ${stage.deps.keys.operatorKey}` };
  return (await get<Balance>(stage, "/v1/operator/balance?days=1", bearer)).body;
}
const counted = async () => (await read()).all.seconds.count;

describe("the frame's word", () => {
  test("stands on the day, the tier and the merchant of the payment, and in /metrics", async () => {
    for (const ms of [200, 220, 240])
      expect((await tell({ payment: await click(), ms })).status).toBe(200);
    const { all, days, tiers, merchants } = await read();
    expect(all.seconds).toEqual({ count: 3, p50: seconds(220), p95: seconds(240) });
    expect(days[0]?.seconds).toEqual(all.seconds);
    expect(tiers.map((tier) => tier.seconds.count)).toEqual([3, 0, 0, 0, 0]);
    expect(merchants).toMatchObject([{ merchant: stage.merchant.id, seconds: all.seconds }]);
    const text = await (await stage.fetch("/metrics")).text();
    const name = 'farthing_click_to_content_seconds_count{gesture="click",tier="to-0.05"}';
    expect(text).toContain(`${name} 3`);
  });

  test("counts once for each payment: two at once, again after it was written, and after a restart", async () => {
    const payment = await click();
    const both = await Promise.all([tell({ payment, ms: 100 }), tell({ payment, ms: 90_000 })]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await counted()).toBe(1);
    await tell({ payment, ms: 90_000 });
    expect(await counted()).toBe(1);
    // Another process knows nothing of it, and the store does.
    Object.assign(stage.deps, { contentTimes: newContentTimes() });
    await tell({ payment, ms: 90_000 });
    expect((await read()).all.seconds).toMatchObject({ count: 1, p95: seconds(100) });
  });

  test("from anybody else, or of no such time, is refused and counts nothing", async () => {
    const payment = await click();
    const stranger = newPerson();
    const codes = [
      await tell({ payment, by: stranger }),
      await tell({ payment: newId("payment", clock.now()) }),
      await tell({ payment: "pay_x" }),
      await tell({ payment, subject: await click() }),
      await tell({ payment, time: clock.now() - 2 * minute }),
      await tell({ payment, ms: -1 }),
      await tell({ payment, ms: day + 1 }),
      await tell({ payment, ms: "240" }),
      await tell({ payment, ms: null }),
      await tell({ payment, more: { extra: 1 } }),
    ].map(({ code }) => code);
    expect(codes).toEqual([
      "not-found",
      "not-found",
      "not-found",
      "signature-invalid",
      "authorization-expired",
      ...Array<string>(5).fill("invalid-request"),
    ]);
    const proof = prove(stage, anna.key, { purpose: "shown", subject: payment });
    const path = `/v1/frame/payments/${payment}/shown`;
    for (const there of [{ origin: stage.merchant.origin }, { "sec-fetch-site": "same-site" }]) {
      const { code } = await post(stage, path, { proof, ms: 1 }, there);
      expect(code).toBe("cross-site-request");
    }
    expect(await counted()).toBe(0);
  });

  test("of more than ten minutes counts as ten", async () => {
    await tell({ payment: await click(), ms: 3 * hour });
    expect((await read()).all.seconds).toEqual({ count: 1, p50: 600, p95: 600 });
  });

  test("an hour late counts nothing, and what was remembered is forgotten", async () => {
    const payment = await click();
    await tell({ payment: await click() });
    expect(await counted()).toBe(1);
    // Past midnight, perhaps: all days are looked at.
    const rows = () => stage.deps.store.selectFrom("content_days").selectAll().execute();
    const before = await rows();
    clock.turned += hour + minute;
    await tell({ payment });
    await writeContentTimes(stage.deps);
    expect(await rows()).toEqual(before);
    clock.turned += 2 * hour;
    await read();
    expect(await stage.deps.store.selectFrom("content_times").selectAll().execute()).toEqual([]);
  });

  test("what the store would not take is written the next time", async () => {
    await tell({ payment: await click() });
    const { store } = stage.deps;
    const full = () => {
      throw new Error("disk full");
    };
    const broken = new Proxy(store, {
      get: (of, name) => (name === "transaction" ? full : Reflect.get(of, name)),
    });
    await expect(writeContentTimes({ ...stage.deps, store: broken })).rejects.toThrow("disk full");
    expect(await counted()).toBe(1);
  });
});

describe("the wallet's page in the place of the site's", () => {
  async function paidOnPage(amount: bigint, waitsMs: number): Promise<string> {
    const reader = newPerson();
    const { grant } = await askGrant(stage, reader, { offer: await fresh({ amount }) });
    await openPage(stage, reader, grant);
    const terms = { choice: "once", way: "create", limits: null } as const;
    const { credential } = await agree(stage, reader, { grant, terms });
    clock.turned += waitsMs;
    const { body } = await approve(stage, reader, { grant, credential });
    expect(body.outcome.kind).toBe("captured");
    return grant;
  }
  const shown = (grant: string, headers = {}) =>
    post(stage, `/v1/wallet/grants/${grant}/shown`, {}, headers);

  test("says that it leads back: counted from the press that asked, by the server's clock", async () => {
    const grant = await paidOnPage(600_000n, 20_000);
    expect((await shown(grant)).status).toBe(200);
    await shown(grant);
    const { all, tiers } = await read();
    expect(all.seconds.count).toBe(1);
    expect(all.seconds.p50).toBeGreaterThanOrEqual(20);
    expect(all.seconds.p50).toBeLessThan(25);
    expect(tiers[1]?.seconds.count).toBe(1);
  });

  test("of a grant that nobody approved, or that is none, or from another site: nothing", async () => {
    const offer = await fresh({ amount: 10_000n });
    const { grant } = await askGrant(stage, newPerson(), { offer });
    expect((await shown(grant)).status).toBe(200);
    expect((await shown(newId("grant", clock.now()))).code).toBe("grant-not-found");
    const there = { origin: stage.merchant.origin };
    expect((await shown(grant, there)).code).toBe("cross-site-request");
    expect(await counted()).toBe(0);
  });
});
