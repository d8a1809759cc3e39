import { readFileSync } from "node:fs";
import { day, hour, minute } from "@farthing/core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import { limitKey, merchantDayKey, payerKeys, tabKeys } from "../payments/keys.ts";
import { clickBody, newPerson, payOnPage, type Person, send } from "../payments/person.testing.ts";
import { signPolicy, takePolicy } from "../policies/takePolicy.ts";
import type { TestServer } from "../server.testing.ts";
import {
  billOf,
  newGuestPerson,
  owingGuest,
  payByRail,
  stopHere,
} from "../tabs/tabStage.testing.ts";
import { forgetEnrolments } from "../payments/enrolment.ts";
import { agreedPreset } from "./agreedPreset.ts";
import { applyRaises } from "./applyRaise.ts";
import { followPolicy, startPolicyLimits } from "./followPolicy.ts";
import { newLimitsDesk } from "./limitsStage.testing.ts";
import { presetOf } from "./presetOf.ts";

/*
 * A signed policy sets the limits of the ledger: those of new wallets and tabs, and of those there are.
 */

const clock = newTurnedClock();
let audited: AuditedServer;
let stage: TestServer;
beforeAll(async () => {
  audited = await openAudited({ clock, config: { trustProxy: true } });
  stage = audited.stage;
});
beforeEach(() => force());
afterAll(async () => expect(await audited.close()).toEqual([]));

const desk = newLimitsDesk(() => stage);
const offer = newPages(() => stage);
const defaults = readFileSync(
  new URL("../../../risk/src/policy/default.json", import.meta.url),
  "utf8",
);

type Figures = Record<string, unknown>;
let versions = 0;

/** Takes the policy that comes with Farthing with other figures, and brings everybody to it. */
async function force(presets: Record<string, Figures> = {}): Promise<void> {
  await take(presets);
  await followPolicy(stage.deps);
}

async function take(presets: Record<string, Figures>): Promise<void> {
  const document = JSON.parse(defaults) as { presets: Record<string, Figures> };
  for (const [name, figures] of Object.entries(presets)) {
    Object.assign(document.presets[name] ?? {}, figures);
  }
  const effectiveFrom = new Date(clock.now()).toISOString().slice(0, 10);
  const version = `forced-${(versions += 1)}`;
  const text = JSON.stringify({ ...document, version, effectiveFrom });
  const signature = signPolicy(text, stage.deps.keys.issuer);
  expect(await takePolicy(stage.deps, { text, signature })).toMatchObject({ kind: "taken" });
}

/** As a wallet is from before it was written down what its payer agreed to. */
async function forgetAgreed(payer: string): Promise<void> {
  await stage.deps.store
    .updateTable("payers")
    .set({ agreed_limits: null, raise_limits: null, limits_policy: null })
    .where("id", "=", payer)
    .execute();
}

const lowered = { perDay: "1000000", per30Days: "2000000", sinceCheck: "500000" };
const smaller = { ...lowered, perMerchantDay: "300000", walletCeiling: "20000000" };
const lower = { careful: smaller, balanced: smaller };
const raised = { perDay: "30000000", per30Days: "200000000", sinceCheck: "40000000" };
const higher = {
  balanced: { ...raised, perMerchantDay: "9000000", topUpPerDay: "130000000" },
  convenient: { topUpPerDay: "130000000" },
};

async function enrolled(): Promise<{ person: Person; payer: string }> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await offer({ amount: 10_000n }) });
  const { id } = await desk.me(person);
  return { person, payer: id };
}

const max = (key: bigint) => {
  const most = stage.deps.ledger.lookupLimits([key])[0]?.max;
  return most === undefined ? null : Number(most) / 1e6;
};

/** A day, 30 days, since the last check, one site's day: as the ledger holds them. */
function held(payer: string): (number | null)[] {
  const keys = payerKeys(payer);
  const site = merchantDayKey(payer, stage.merchant.id);
  return [keys.day, keys.month, keys.sinceCheck, site].map(max);
}

/** The same as the wallet shows them, and those that it offers beside. */
async function shown(person: Person) {
  const { limits } = await desk.me(person);
  const row = (of: (typeof limits.choices)[number] | null | undefined) =>
    of && [of.per24h, of.per30d, of.sinceCheck, of.perSite24h].map(({ amount }) => +amount / 1e6);
  return {
    held: row(limits.choices.find(({ preset }) => preset === limits.preset)),
    more: row(limits.more),
  };
}

async function payerOf(guest: Person): Promise<string> {
  const { payer } = await stage.deps.store
    .selectFrom("allowances")
    .select("payer_id as payer")
    .where("id", "=", guest.allowance)
    .executeTakeFirstOrThrow();
  return payer;
}

const asShipped = [20, 150, 20, 5];

test("a lower policy holds wallets of before and new ones, in the ledger and on the screen", async () => {
  const old = await enrolled();
  expect(held(old.payer)).toEqual(asShipped);
  await force(lower);
  const fresh = await enrolled();
  for (const { person, payer } of [old, fresh]) {
    expect(held(payer)).toEqual([1, 2, 0.5, 0.3]);
    expect(await shown(person)).toEqual({ held: [1, 2, 0.5, 0.3], more: null });
  }
});

test("the next click is held to it", async () => {
  const { person } = await enrolled();
  const click = async () =>
    (await send(stage, clickBody(stage, person, { offer: await offer({ amount: 50_000n }) }))).body;
  expect(await click()).toMatchObject({ kind: "captured" });
  const none = { ...smaller, perMerchantDay: "60000" };
  await force({ careful: none, balanced: none });
  expect(await click()).toMatchObject({ kind: "declined", reason: "merchant-limit-reached" });
});

test("a higher policy holds new wallets; those of before stay at what they agreed to, and are told", async () => {
  const old = await enrolled();
  await force(higher);
  const fresh = await enrolled();
  expect(held(fresh.payer)).toEqual([30, 200, 40, 9]);
  expect(await shown(fresh.person)).toEqual({ held: [30, 200, 40, 9], more: null });
  expect(held(old.payer)).toEqual(asShipped);
  expect(await shown(old.person)).toEqual({ held: asShipped, more: [30, 200, 40, 9] });
});

test("who wants the higher figures says so with a passkey, and waits", async () => {
  const { person, payer } = await enrolled();
  await force(higher);
  // Without one it is the preset in force, chosen again.
  await desk.choose(person, "balanced");
  expect((await desk.me(person)).limits.raise).toBeNull();
  await desk.choose(person, "balanced", await desk.presetAnswer(person, "balanced"));
  expect((await desk.me(person)).limits.raise).toMatchObject({ to: "balanced" });
  clock.turned += day - minute;
  await applyRaises(stage.deps);
  expect(held(payer)).toEqual(asShipped);
  clock.turned += 2 * minute;
  await applyRaises(stage.deps);
  expect(held(payer)).toEqual([30, 200, 40, 9]);
  expect(max(limitKey("payer-top-up-24h", payer))).toBe(130);
  expect(await shown(person)).toEqual({ held: [30, 200, 40, 9], more: null });
});

test("a raise that waits becomes what was asked for, whatever a policy says meanwhile", async () => {
  const { person, payer } = await enrolled();
  await desk.choose(person, "careful");
  await desk.choose(person, "balanced", await desk.presetAnswer(person, "balanced"));
  await force(higher);
  // The policy neither raised it early nor ended the wait.
  expect(held(payer)).toEqual([5, 50, 5, 2]);
  clock.turned += 2 * day + minute;
  await applyRaises(stage.deps);
  expect(held(payer)).toEqual(asShipped);
});

test("a policy in force between question and answer makes it another question", async () => {
  const { person } = await enrolled();
  await desk.choose(person, "careful");
  const answer = await desk.presetAnswer(person, "balanced");
  await force(higher);
  expect((await desk.choose(person, "balanced", answer)).code).toBe("passkey-failed");
});

test("lowered and set back, a wallet is where its payer agreed to, and no further", async () => {
  const { payer } = await enrolled();
  await force(lower);
  expect(held(payer)).toEqual([1, 2, 0.5, 0.3]);
  await force(higher);
  expect(held(payer)).toEqual(asShipped);
});

test("a lower preset never lifts a line, however high a policy has it by now", async () => {
  const { person, payer } = await enrolled();
  const lax = { perDay: "30000000", per30Days: "40000000", sinceCheck: "3000000" };
  await force({ careful: lax, balanced: { perDay: "30000000" } });
  await desk.choose(person, "careful");
  expect(held(payer)).toEqual([20, 40, 3, 2]);
});

test("a frozen wallet is lowered, and stays frozen", async () => {
  const { person, payer } = await enrolled();
  await desk.ask(person, "freeze", {});
  await force(lower);
  expect(held(payer)).toEqual([1, 2, 0.5, 0.3]);
  expect((await desk.me(person)).frozen).toBe(true);
});

test("a wallet of before this was written down agreed to what the ledger holds it to", async () => {
  const { payer } = await enrolled();
  await forgetAgreed(payer);
  await force(higher);
  expect(held(payer)).toEqual(asShipped);
  await force(lower);
  await force(higher);
  expect(held(payer)).toEqual(asShipped);
});

test("of a wallet of before, neither a site's day nor what it may hold rises without its payer", async () => {
  const low = { perMerchantDay: "1000000", walletCeiling: "20000000" };
  await force({ careful: low, balanced: low });
  const { person, payer } = await enrolled();
  await forgetAgreed(payer);
  clock.turned += day;
  await force();
  expect(held(payer)).toEqual([20, 150, 20, 1]);
  const { choices, more } = (await desk.me(person)).limits;
  expect(choices.find(({ preset }) => preset === "balanced")?.holds.amount).toBe("20000000");
  expect(more?.perSite24h.amount).toBe("5000000");
});

test("a new site of a wallet of before opens no higher than those it has", async () => {
  const low = { perMerchantDay: "1000000" };
  await force({ careful: low, balanced: low });
  const { person, payer } = await enrolled();
  await forgetAgreed(payer);
  await take({});
  await forgetEnrolments(stage.deps, payer);
  await send(stage, clickBody(stage, person, { offer: await offer({ amount: 10_000n }) }));
  expect((await presetOf(stage.deps, payer)).agreed?.merchantDay).toBe(1_000_000n);
});

test("a lower preset lifts no line of a wallet of before either", async () => {
  const { person, payer } = await enrolled();
  const lax = { perDay: "30000000", per30Days: "40000000", sinceCheck: "3000000" };
  await force({ careful: lax, balanced: { perDay: "30000000" } });
  await forgetAgreed(payer);
  await desk.choose(person, "careful");
  expect(held(payer)).toEqual([20, 40, 3, 2]);
});

test("a raise that waited before becomes what was offered when it was asked for", async () => {
  const { person, payer } = await enrolled();
  await desk.choose(person, "careful");
  await desk.choose(person, "balanced", await desk.presetAnswer(person, "balanced"));
  await forgetAgreed(payer);
  clock.turned += 2 * day + minute;
  await take(higher);
  await applyRaises(stage.deps);
  expect(held(payer)).toEqual(asShipped);
  expect((await desk.me(person)).limits).toMatchObject({ preset: "balanced", raise: null });
});

test("while the store may lack a site, nothing is written down", async () => {
  const { payer } = await enrolled();
  await forgetAgreed(payer);
  const projection = { ...stage.deps.projection, reached: () => Promise.resolve(false) };
  const read = agreedPreset({ ...stage.deps, projection }, payer);
  await expect(read).rejects.toMatchObject({ code: "unavailable" });
  expect((await presetOf(stage.deps, payer)).agreed).toBeNull();
});

test("a guest agreed to nothing", async () => {
  const guest = await owingGuest(stage, { times: 1, offer, guest: newGuestPerson() });
  const id = await payerOf(guest);
  expect(max(payerKeys(id).day)).toBe(20);
  expect((await agreedPreset(stage.deps, id)).agreed).toBeNull();
});

test("again, and after a restart, nothing is written", async () => {
  await force(lower);
  const { ledger, store } = stage.deps;
  const { seq } = ledger.head();
  await followPolicy(stage.deps);
  expect(ledger.head().seq).toBe(seq);
  // As if it had been cut off before it was written down.
  await store.updateTable("payers").set({ limits_policy: null }).execute();
  await followPolicy(stage.deps);
  expect(ledger.head().seq).toBe(seq);
});

test("one wallet that fails keeps no other waiting, and is taken up again", async () => {
  const [one, other] = [await enrolled(), await enrolled()];
  const { store } = stage.deps;
  const broken = { agreed_limits: "{}" };
  const { agreed_limits: good } = await store
    .selectFrom("payers")
    .select("agreed_limits")
    .where("id", "=", one.payer)
    .executeTakeFirstOrThrow();
  await store.updateTable("payers").set(broken).where("id", "=", one.payer).execute();
  await force(lower);
  expect(held(other.payer)).toEqual([1, 2, 0.5, 0.3]);
  expect(held(one.payer)).toEqual(asShipped);
  await store
    .updateTable("payers")
    .set({ agreed_limits: good })
    .where("id", "=", one.payer)
    .execute();
  await followPolicy(stage.deps);
  expect(held(one.payer)).toEqual([1, 2, 0.5, 0.3]);
});

test("the line of a guest follows, lower and higher, and one who settled keeps the higher one", async () => {
  const line = async (guest: ReturnType<typeof newGuestPerson>) => {
    const id = await payerOf(guest);
    return [tabKeys(id).owed, payerKeys(id).day].map(max);
  };
  const owing = (guest = newGuestPerson()) => owingGuest(stage, { times: 1, offer, guest });
  const [first, settled, stopped] = [await owing(), await owing(), await owing()];
  await payByRail(stage, settled, 50_000n);
  await stopHere(stage, stopped);
  const of = (figures: Figures) => ({
    balanced: figures,
    convenient: { guestTab: figures["guestTab"] },
  });
  await force(of({ guestTab: { first: "100000", settled: "400000" }, perDay: "6000000" }));
  expect([await line(first), await line(settled)]).toEqual([
    [0.1, 6],
    [0.4, 6],
  ]);
  expect(await line(await owing())).toEqual([0.1, 6]);
  // Its line is closed; what is owed can be paid as before.
  expect(await line(stopped)).toEqual([0.25, 6]);
  await force(of({ guestTab: { first: "400000", settled: "400000" } }));
  expect([await line(first), await line(settled)]).toEqual([
    [0.4, 20],
    [0.4, 20],
  ]);
  await force();
  expect([await line(first), await line(settled)]).toEqual([
    [0.25, 20],
    [1, 20],
  ]);
  expect((await billOf(stage, first)).bill?.owed.amount).toBe("50000");
});

test("a policy of a later day holds from its day on", async () => {
  const { payer } = await enrolled();
  const tomorrow = new Date(clock.now() + day).toISOString().slice(0, 10);
  const document = JSON.parse(defaults) as { presets: Record<string, Figures> };
  for (const name of ["careful", "balanced"]) Object.assign(document.presets[name] ?? {}, smaller);
  const text = JSON.stringify({ ...document, version: "tomorrow", effectiveFrom: tomorrow });
  await takePolicy(stage.deps, { text, signature: signPolicy(text, stage.deps.keys.issuer) });
  await followPolicy(stage.deps);
  expect(held(payer)).toEqual(asShipped);
  clock.turned += day;
  await followPolicy(stage.deps);
  expect(held(payer)).toEqual([1, 2, 0.5, 0.3]);
  clock.turned += hour;
});

test("no policy lifts anybody above the operator's ceiling, and a lower ceiling holds those of before", async () => {
  const { payer } = await enrolled();
  const own = stage.deps.config.payerCeiling;
  const config = { ...stage.deps.config, payerCeiling: { ...own, day: 2_000_000n } };
  await followPolicy({ ...stage.deps, config });
  expect(held(payer)).toEqual([2, 150, 20, 5]);
  await followPolicy(stage.deps);
  expect(held(payer)).toEqual(asShipped);
});

test("what another process took holds here too: the duty reads it, and brings everybody to it", async () => {
  const { payer } = await enrolled();
  const document = JSON.parse(defaults) as { presets: Record<string, Figures> };
  for (const name of ["careful", "balanced"]) Object.assign(document.presets[name] ?? {}, smaller);
  const effectiveFrom = new Date(clock.now()).toISOString().slice(0, 10);
  const text = JSON.stringify({ ...document, version: "elsewhere", effectiveFrom });
  await stage.deps.store
    .insertInto("policies")
    .values({
      version: "elsewhere",
      document: text,
      signature: signPolicy(text, stage.deps.keys.issuer),
      effective_from: clock.now(),
      taken_at: clock.now(),
    })
    .execute();
  const duty = startPolicyLimits(stage.deps);
  await expect.poll(() => held(payer), { timeout: 6_000 }).toEqual([1, 2, 0.5, 0.3]);
  await duty.stop();
});
