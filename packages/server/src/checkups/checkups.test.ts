import { day, hour, instant, minute } from "@farthing/core";
import { softTotp } from "@farthing/identity/testing/totp";
import type { Advice, Balance, Checkup, Me } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { measureAdoption } from "../balance/measureAdoption.ts";
import { readBalance } from "../balance/readBalance.ts";
import { addNeighbour, newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { confirmAddress } from "../mail/mail.testing.ts";
import { newPasskeyDesk } from "../passkeys/passkeys.testing.ts";
import {
  clickBody,
  cookie,
  get,
  newFrameKey,
  newOffer,
  newPerson,
  ownHeaders,
  payOnPage,
  type Person,
  post,
  send,
} from "../payments/person.testing.ts";
import { newRecoveryDesk } from "../recoveries/recoveryDesk.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";

const clock = newTurnedClock();
let stage: TestServer;
let neighbour: Awaited<ReturnType<typeof addNeighbour>>;
let anna: Person;
let ben: Person;
beforeAll(async () => {
  stage = await openTestServer({ clock, config: { demo: true } });
  neighbour = await addNeighbour(stage);
});
afterAll(() => stage.close());
beforeEach(async () => {
  anna = await somebody();
  ben = await somebody();
});

const fresh = newPages(() => stage);
const desk = newPasskeyDesk(() => stage);
const ways = newRecoveryDesk(() => stage);

async function somebody(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await fresh({ amount: 10_000n }) });
  return person;
}

/** The same passkey in another browser, which was never signed in to the wallet. */
async function atAnotherBrowser(person: Person): Promise<Person> {
  const other: Person = { ...person, key: newFrameKey(), session: "", partition: "" };
  await payOnPage(stage, other, { offer: await fresh({ amount: 10_000n }), way: "get" });
  return other;
}

async function checkup(person: Person): Promise<Checkup> {
  return (await get<Checkup>(stage, "/v1/wallet/checkup", cookie(person.session))).body;
}

const kinds = ({ advices }: Checkup) => advices.map(({ kind }) => kind);

async function find<Kind extends Advice["kind"]>(person: Person, kind: Kind) {
  const { advices } = await checkup(person);
  const found = advices.find((each): each is Extract<Advice, { kind: Kind }> => each.kind === kind);
  if (found === undefined) throw new Error(`no advice: ${kind}`);
  return found;
}

const say = (person: Person, verb: "later" | "reviewed", advice: string) =>
  post<Checkup>(stage, `/v1/wallet/checkup/${verb}`, { advice }, cookie(person.session));

async function click(person: Person, amount: bigint): Promise<void> {
  const { body } = await send(stage, clickBody(stage, person, { offer: await fresh({ amount }) }));
  if (body.kind !== "captured") throw new Error(body.kind);
}

test("a new wallet has three things to do, and each that is done raises the score", async () => {
  const first = await checkup(anna);
  expect([first.score, kinds(first)]).toEqual([14, ["second-passkey", "recovery-codes", "alerts"]]);
  await desk.addSecond(anna);
  const second = await checkup(anna);
  expect([second.score, kinds(second)]).toEqual([50, ["recovery-codes", "alerts"]]);
  await confirmAddress(stage, anna, "anna@example.org");
  const third = await checkup(anna);
  expect([third.score, kinds(third)]).toEqual([73, ["recovery-codes"]]);
  await ways.makeCodes(anna);
  const fourth = await checkup(anna);
  expect([fourth.score, kinds(fourth)]).toEqual([100, []]);
  expect(fourth.inOrder).toEqual([
    "second-passkey",
    "recovery-codes",
    "alerts",
    "price-rise",
    "digest",
  ]);
});

test("a password asks for a second factor, and a fair one for better words, until both are there", async () => {
  const about = async () =>
    kinds(await checkup(anna)).filter((kind) => /password|factor/.test(kind));
  expect(await about()).toEqual([]);
  await ways.setPassword(anna, "kettle marmot violin ninety");
  expect(await about()).toEqual(["second-factor"]);
  const { store } = stage.deps;
  await store.updateTable("passwords").set({ score: 3 }).execute();
  expect(await find(anna, "stronger-password")).toMatchObject({ score: 3 });
  const { offer, key } = (await ways.offerTotp(anna)).body;
  await ways.confirmTotp(anna, offer, softTotp(key, instant(clock.now())));
  expect(await about()).toEqual([]);
});

test("alerts that wait for their link, and a week that is not mailed", async () => {
  await post(stage, "/v1/wallet/mail-address", { address: "b@example.org" }, cookie(ben.session));
  expect(await find(ben, "alerts")).toMatchObject({ state: "unconfirmed" });
  await confirmAddress(stage, ben, "ben@example.org");
  const headers = { ...ownHeaders, ...cookie(ben.session) };
  const body = JSON.stringify({ digest: "never" });
  await stage.fetch("/v1/wallet/settings", { method: "PATCH", headers, body });
  expect(kinds(await checkup(ben))).toEqual(["second-passkey", "recovery-codes", "digest"]);
});

test("put off, advice is out of the way for 30 days, and once more does not make them longer", async () => {
  const before = await checkup(anna);
  const { body } = await say(anna, "later", "second-passkey");
  expect([body.score, kinds(body)]).toEqual([before.score, ["recovery-codes", "alerts"]]);
  const until = body.waiting[0]?.until ?? 0;
  expect(until - clock.now()).toBeGreaterThan(29 * day);
  clock.turned += day;
  const again = await say(anna, "later", "second-passkey");
  expect(again.body.waiting[0]?.until).toBe(until);
  clock.turned += 29 * day;
  expect(kinds(await checkup(anna))).toContain("second-passkey");
});

test("nobody answers for somebody else, nor advice that is not there", async () => {
  await atAnotherBrowser(anna);
  const { id } = await find(anna, "new-browser");
  expect((await say(ben, "reviewed", id)).code).toBe("advice-gone");
  expect((await say(ben, "later", id)).code).toBe("advice-gone");
  // A browser that may be somebody else's does not wait.
  expect((await say(anna, "later", id)).code).toBe("advice-gone");
  expect((await say(anna, "reviewed", "second-passkey")).code).toBe("advice-gone");
  expect((await say(anna, "later", "no-such-advice")).code).toBe("advice-gone");
  expect((await say(anna, "later", "")).code).toBe("invalid-request");
  expect((await get(stage, "/v1/wallet/checkup")).code).toBe("signed-out");
  expect(kinds(await checkup(anna))).toContain("new-browser");
});

test("a browser that was never signed in here is asked about; theirs, said twice, it is not any more", async () => {
  await atAnotherBrowser(anna);
  const { id } = await find(anna, "new-browser");
  const [first, second] = await Promise.all([say(anna, "reviewed", id), say(anna, "reviewed", id)]);
  expect([first.code, second.code]).toEqual([null, null]);
  const after = await say(anna, "reviewed", id);
  expect(kinds(after.body)).not.toContain("new-browser");
  expect(after.body.inOrder).toContain("new-browser");
});

test("not theirs: it is stopped, and nothing is left to ask", async () => {
  const thief = await atAnotherBrowser(anna);
  await click(thief, 10_000n);
  const { device } = await find(anna, "new-browser");
  await post(stage, `/v1/wallet/devices/${device}/revoke`, {}, cookie(anna.session));
  const offer = await fresh({ amount: 10_000n });
  const { body } = await send(stage, clickBody(stage, thief, { offer }));
  expect(body).toMatchObject({ kind: "declined", reason: "device-revoked" });
  expect(kinds(await checkup(anna))).not.toContain("new-browser");
  await click(anna, 10_000n);
});

/** Pays at the neighbour's site, where this browser's key of the first site is not known. */
async function payElsewhere(person: Person, path: string): Promise<void> {
  const { apiKey, origin } = neighbour;
  const offer = await newOffer(stage, { path, apiKey, origin, amount: 10_000n });
  const there: Person = { ...person, key: newFrameKey(), partition: "" };
  await payOnPage(stage, there, { offer, way: "get", parent: origin });
  // An approval begins a session anew.
  person.session = there.session;
}

test("another site in the same browser is no new browser, until one waits for its answer", async () => {
  clock.turned += minute;
  await payElsewhere(anna, "/known");
  expect(kinds(await checkup(anna))).not.toContain("new-browser");
  const thief = await atAnotherBrowser(anna);
  clock.turned += minute;
  // Signed in by now: that vouches for nobody while the first question is open.
  await payElsewhere(thief, "/stolen");
  expect(kinds(await checkup(anna)).filter((kind) => kind === "new-browser").length).toBe(2);
});

test("a site that doubled its price; found right, it is news again only at half as much again", async () => {
  for (let count = 0; count < 5; count += 1) await click(anna, 10_000n);
  clock.turned += 8 * day;
  for (let count = 0; count < 3; count += 1) await click(anna, 20_000n);
  const rise = await find(anna, "price-rise");
  expect(rise).toMatchObject({
    merchant: "The Newsstand",
    allowance: anna.allowance,
    from: { amount: "10000" },
    to: { amount: "20000" },
  });
  expect((await say(ben, "reviewed", rise.id)).code).toBe("advice-gone");
  expect(kinds((await say(anna, "reviewed", rise.id)).body)).not.toContain("price-rise");
  expect((await say(anna, "reviewed", rise.id)).code).toBe(null);
  for (let count = 0; count < 5; count += 1) await click(anna, 31_000n);
  expect(await find(anna, "price-rise")).toMatchObject({ to: { amount: "31000" } });
});

test("an allowance that is not used is advised to be taken back, and one hardly used to be lowered", async () => {
  clock.turned += 13 * day;
  await click(anna, 10_000n);
  clock.turned += 2 * day;
  const wide = await find(anna, "wide-site");
  expect(wide).toMatchObject({ used: { amount: "10000" }, newTotal: { amount: "60000" } });
  const path = `/v1/wallet/allowances/${anna.allowance}/limits`;
  const lowered = await post(stage, path, { lines: wide.lines }, cookie(anna.session));
  expect(lowered.code).toBe(null);
  const idle = await find(ben, "idle-site");
  expect(idle).toMatchObject({ merchant: "The Newsstand", allowance: ben.allowance });
  await post(stage, `/v1/wallet/allowances/${ben.allowance}/revoke`, {}, cookie(ben.session));
  for (const person of [anna, ben]) {
    expect(kinds(await checkup(person))).toEqual(["second-passkey", "recovery-codes", "alerts"]);
  }
  const { body } = await get<Me>(stage, "/v1/wallet/me", cookie(anna.session));
  expect(body.allowances[0]?.total.amount).toBe("60000");
});

test("a new browser is asked about for two weeks", async () => {
  await atAnotherBrowser(anna);
  clock.turned += 14 * day - hour;
  expect(kinds(await checkup(anna))).toContain("new-browser");
  clock.turned += 2 * hour;
  expect(kinds(await checkup(anna))).not.toContain("new-browser");
});

test("the operator counts wallets by the score that their payers last saw, and by what they have", async () => {
  const { deps } = stage;
  const count = async () => {
    await measureAdoption(deps);
    return (await readBalance(deps, 1)).wallets;
  };
  const inBand = (wallets: Balance["wallets"], from: number) =>
    wallets.scores.find((band) => band.from === from)?.count ?? 0;
  await checkup(anna);
  await checkup(ben);
  const before = await count();
  await desk.addSecond(anna);
  await ways.makeCodes(anna);
  await confirmAddress(stage, anna, "counted@example.org");
  await checkup(anna);
  const after = await count();
  expect(inBand(after, 0)).toBe(inBand(before, 0) - 1);
  expect(inBand(after, 100)).toBe(inBand(before, 100) + 1);
  expect(after).toMatchObject({
    count: before.count,
    withSecondPasskey: before.withSecondPasskey + 1,
    withCodes: before.withCodes + 1,
    withAlerts: before.withAlerts + 1,
  });
  const said = await (await stage.fetch("/metrics")).text();
  expect(said).toContain(`farthing_checkup_wallets{score="100-100"} ${inBand(after, 100)}`);
  expect(said).toContain(`farthing_wallets{with="recovery-codes"} ${after.withCodes}`);
});
