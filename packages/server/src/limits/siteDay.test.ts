import { day, instant, minute } from "@farthing/core";
import { noteConflicts } from "../risk/riskMemory.testing.ts";
import type { PaymentOutcome } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { loadEnrolment } from "../payments/enrolment.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import { merchantDayKey } from "../payments/keys.ts";
import {
  clickBody,
  cookie,
  hashOf,
  newPerson,
  payOnPage,
  type Person,
  post,
  prove,
  sayHello,
  send,
} from "../payments/person.testing.ts";
import { testOrigin, type TestServer } from "../server.testing.ts";
import { applyRaises } from "./applyRaise.ts";
import { newLimitsDesk } from "./limitsStage.testing.ts";

const clock = newTurnedClock();
const rate = { addressPerMinute: 0, payerPerMinute: 1_000_000, merchantPerMinute: 0 };
let audited: AuditedServer;
let stage: TestServer;
let anna: Person;
let payer: string;
beforeAll(async () => {
  audited = await openAudited({ clock, config: { confirmAbove: 10n ** 12n, rate } });
  stage = audited.stage;
});
beforeEach(() => meet());
afterAll(async () => expect(await audited.close()).toEqual([]));

/** Anna, who agreed to the site's limits on its page. */
async function meet(): Promise<void> {
  anna = newPerson();
  const limits = { perClick: "5000000", per24h: "5000000", total: "50000000" };
  await payOnPage(stage, anna, { offer: await offer(10_000n) });
  const expiresAt = clock.now() + 20 * day;
  await payOnPage(stage, anna, {
    offer: await offer(10_000n),
    way: "get",
    limits: { ...limits, expiresAt },
  });
  const { id } = await stage.deps.store
    .selectFrom("payers")
    .select("id")
    .orderBy("created_at", "desc")
    .executeTakeFirstOrThrow();
  payer = id;
}

/** The same, as a folder of before there was a limit of a site's day has it: the ledger knows none. */
async function meetWithoutLimit(): Promise<void> {
  const { ledger } = stage.deps;
  const submitEntry: typeof ledger.submitEntry = (entry) => {
    const { limits = [], uses = [] } = entry;
    const opened = new Set(limits.flatMap((change) => ("open" in change ? [change.key] : [])));
    const isOlder = ({ key }: { key: bigint }) => !opened.has(key);
    return ledger.submitEntry({
      ...entry,
      limits: limits.filter(isOlder),
      uses: uses.filter(isOlder),
    });
  };
  Object.assign(stage.deps, { ledger: { ...ledger, submitEntry } });
  await meet();
  Object.assign(stage.deps, { ledger });
  expect(limit()).toBeNull();
}

const desk = newLimitsDesk(() => stage);
const fresh = newPages(() => stage);
const offer = (amount: bigint) => fresh({ amount });

async function click(amount = 10_000n): Promise<PaymentOutcome> {
  return (await send(stage, clickBody(stage, anna, { offer: await offer(amount) }))).body;
}

const limit = () => stage.deps.ledger.lookupLimits([merchantDayKey(payer, stage.merchant.id)])[0];
const most = () => (limit()?.max ?? 0n) / 1_000_000n;

test("it opens with the first payment, and follows the preset down at once and up with the raise", async () => {
  expect(most()).toBe(5n);
  expect(limit()?.used).toBe(20_000n);
  await desk.choose(anna, "careful");
  expect(most()).toBe(2n);
  await desk.choose(anna, "convenient", await desk.presetAnswer(anna, "convenient"));
  expect(most()).toBe(2n);
  clock.turned += 2 * day + minute;
  await applyRaises(stage.deps);
  expect(most()).toBe(20n);
});

test("a change that was cut off after its first entry is brought to its end by the duty", async () => {
  const { store } = stage.deps;
  const before = await store
    .selectFrom("payers")
    .select(["preset", "agreed_limits"])
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  await desk.choose(anna, "careful");
  await store.updateTable("payers").set(before).where("id", "=", payer).execute();
  await store.updateTable("payers").set({ sites_step: 0 }).where("id", "=", payer).execute();
  await applyRaises(stage.deps);
  expect(most()).toBe(5n);
  const { seq } = stage.deps.ledger.head();
  await applyRaises(stage.deps);
  expect(stage.deps.ledger.head().seq).toBe(seq);
});

test("an allowance from before there was such a limit: its next click opens it with what the preset says", async () => {
  await meetWithoutLimit();
  const opens = async () =>
    (await loadEnrolment(stage.deps, await thumbprintOf()))?.merchantDay.opens;
  expect(await opens()).toBe(5_000_000n);
  expect((await click()).kind).toBe("captured");
  expect(await opens()).toBeNull();
  expect([most(), limit()?.used]).toEqual([5n, 10_000n]);
});

/** Hides the limit of the site's day: this process looked before it was there. */
function hideLimit(): { show: () => void } {
  const { deps } = stage;
  const { ledger } = deps;
  const key = merchantDayKey(payer, stage.merchant.id);
  const lookupLimits: typeof ledger.lookupLimits = (keys) =>
    ledger.lookupLimits(keys).map((found, at) => (keys[at] === key ? null : found));
  Object.assign(deps, { ledger: { ...ledger, lookupLimits } });
  return { show: () => void Object.assign(deps, { ledger }) };
}

async function thumbprintOf(): Promise<Uint8Array> {
  const row = await stage.deps.store
    .selectFrom("devices")
    .select("thumbprint")
    .orderBy("added_at", "desc")
    .executeTakeFirstOrThrow();
  return row.thumbprint;
}

test("a process that looked before the limit was there sets nothing that another set lower, not for a moment", async () => {
  await desk.choose(anna, "careful");
  expect(most()).toBe(2n);
  // It knows the preset of before, and no limit, still when its entry is written.
  const { store } = stage.deps;
  const of = (preset: "balanced" | "careful") =>
    store
      .updateTable("payers")
      .set({ preset, agreed_limits: null })
      .where("id", "=", payer)
      .execute();
  await of("balanced");
  const hidden = hideLimit();
  expect((await loadEnrolment(stage.deps, await thumbprintOf()))?.merchantDay.opens).toBe(
    5_000_000n,
  );
  await of("careful");
  const { ledger } = stage.deps;
  const asked: bigint[] = [];
  const held: (bigint | undefined)[] = [];
  const key = merchantDayKey(payer, stage.merchant.id);
  const submitEntry: typeof ledger.submitEntry = async (entry) => {
    for (const change of entry.limits ?? []) if ("open" in change) asked.push(change.open.max);
    const result = await ledger.submitEntry(entry);
    hidden.show();
    held.push(stage.deps.ledger.lookupLimits([key])[0]?.max);
    return result;
  };
  Object.assign(stage.deps, { ledger: { ...ledger, submitEntry } });
  const { kind } = await click();
  expect([kind, asked, held, most()]).toEqual(["captured", [5_000_000n], [2_000_000n], 2n]);
});

test("a passkey in the frame that opens the limit brings it to the preset in force, too", async () => {
  await meetWithoutLimit();
  await desk.choose(anna, "careful");
  expect(limit()).toBeNull();
  const offered = await offer(10_000n);
  const subject = hashOf(offered);
  const proof = prove(stage, anna.key, { purpose: "step-up", subject });
  const asked = await post<{ ticket: string; options: never }>(stage, "/v1/frame/step-ups", {
    offer: offered,
    parent: stage.merchant.origin,
    proof,
  });
  const { ticket, options } = asked.body;
  const credential = anna.passkey.get(options, testOrigin, stage.merchant.origin);
  const { store } = stage.deps;
  const of = (preset: "balanced" | "careful") =>
    store
      .updateTable("payers")
      .set({ preset, agreed_limits: null })
      .where("id", "=", payer)
      .execute();
  // As it is written the process knows the preset of before; as it is answered, the one in force.
  await of("balanced");
  const { ledger } = stage.deps;
  const opened: bigint[] = [];
  const submitEntry: typeof ledger.submitEntry = async (entry) => {
    const result = await ledger.submitEntry(entry);
    Object.assign(stage.deps, { ledger });
    opened.push(most());
    await of("careful");
    return result;
  };
  Object.assign(stage.deps, { ledger: { ...ledger, submitEntry } });
  const path = "/v1/frame/step-ups/payments";
  const paid = await post<PaymentOutcome>(stage, path, { ticket, credential });
  expect([paid.body.kind, opened, most()]).toEqual(["captured", [5n], 2n]);
});

test("used up: the answer says how much it is and when there is more, and hello says it before the click", async () => {
  await payOnPage(stage, anna, { offer: await offer(4_950_000n), choice: "once", way: "get" });
  const outcome = await click(50_000n);
  expect(outcome).toMatchObject({
    kind: "declined",
    reason: "merchant-limit-reached",
    limit: { max: { amount: "5000000", asset: "PLAY/6" } },
    decided: { policy: "farthing-3", row: "to-0.05", counter: "merchant-24h", gesture: "D" },
  });
  const moreAt = outcome.kind === "declined" ? (outcome.limit?.moreAt ?? 0) : 0;
  expect(moreAt - clock.now()).toBeGreaterThan(day - minute);
  const { body } = await sayHello(stage, { key: anna.key, offer: await offer(50_000n) });
  expect(body).toMatchObject({
    state: "ready",
    refusal: { reason: "merchant-limit-reached", limit: { moreAt } },
  });
  expect((await sayHello(stage, { key: anna.key, offer: await offer(10_000n) })).body.refusal).toBe(
    undefined,
  );
});

test("hello says that a wallet is frozen, or a site paused, and that it is not any more", async () => {
  const refusal = async () =>
    (await sayHello(stage, { key: anna.key, offer: await offer(10_000n) })).body.refusal?.reason;
  const path = `/v1/wallet/allowances/${anna.allowance}`;
  await post(stage, `${path}/pause`, {}, cookie(anna.session));
  expect(await refusal()).toBe("allowance-paused");
  await post(stage, "/v1/wallet/freeze", {}, cookie(anna.session));
  expect(await refusal()).toBe("wallet-frozen");
});

test("each answer names what decided, and a retry hears the same", async () => {
  const body = clickBody(stage, anna, { offer: await offer(10_000n) });
  const [first, again] = [await send(stage, body), await send(stage, body)];
  expect(first.body).toMatchObject({
    kind: "captured",
    decided: {
      policy: "farthing-3",
      row: "to-0.05",
      band: "low",
      trust: "trusted",
      counter: null,
      gesture: "C",
    },
  });
  expect(again.body).toEqual(first.body);
});

test("the merchant's own view of a payment, and the receipt, name nothing of it", async () => {
  const outcome = await click();
  if (outcome.kind !== "captured") throw new Error(outcome.kind);
  const headers = { authorization: `Bearer ${stage.merchant.apiKey}` };
  const seen = await (await stage.fetch(`/v1/payments/${outcome.payment}`, { headers })).text();
  const claims = Buffer.from(outcome.receipt.split(".")[1] ?? "", "base64url").toString();
  for (const text of [seen, claims]) {
    expect(text).toContain(outcome.payment);
    expect(text).not.toMatch(/to-0\.05|farthing-3|trusted/);
  }
});

async function topUp(amount: bigint, time = clock.now()): Promise<() => Promise<string>> {
  const hex = time.toString(16).padStart(12, "0");
  const key = `${hex.slice(0, 8)}-${hex.slice(8)}-7${crypto.randomUUID().slice(15)}`;
  const headers = { ...cookie(anna.session), "idempotency-key": key };
  const body = { money: { amount: amount.toString(), asset: "PLAY/6" } };
  return async () => {
    const { code, status } = await post(stage, "/v1/wallet/top-ups", body, headers);
    return code ?? String(status);
  };
}

test("top-ups at once fit under the ceiling together, or the later ones do not", async () => {
  await (
    await topUp(90_000_000n)
  )();
  clock.turned += 2 * day;
  // 99.98 are there, 50.02 fit: of six times 20.00, two.
  const asks = await Promise.all(Array.from({ length: 6 }, () => topUp(20_000_000n)));
  const heard = await Promise.all(asks.map((ask) => ask()));
  expect(heard.toSorted()).toEqual(["200", "200", ...Array<string>(4).fill("wallet-full")]);
  // A retry of what was added hears that, however full it is now; one that was refused may try again.
  const again = await Promise.all(asks.map((ask) => ask()));
  expect(again).toEqual(heard);
});

test("a high risk declines an approval on the page too, and says what decided", async () => {
  const devices = await stage.deps.store
    .selectFrom("devices")
    .select("id")
    .where("payer_id", "=", payer)
    .execute();
  for (const { id } of devices) noteConflicts(stage.deps, { payer, device: id });
  // A copied key, a limit raised today, and a site agreed to minutes ago: raised. With a price out of the ordinary: high.
  for (let at = 0; at < 10; at += 1) {
    const paid = { payer: "x", merchant: stage.merchant.id, price: 10_000n };
    stage.deps.risk.paid({ ...paid, at: instant(clock.now()) });
  }
  const { outcome } = await payOnPage(stage, anna, { offer: await offer(600_000n), way: "get" });
  expect(outcome).toMatchObject({
    kind: "declined",
    reason: "too-risky",
    decided: { row: "to-1", band: "high", counter: null, gesture: "D" },
  });
  const small = await payOnPage(stage, anna, { offer: await offer(10_000n), way: "get" });
  expect(small.outcome).toMatchObject({ kind: "captured", decided: { band: "raised" } });
});
