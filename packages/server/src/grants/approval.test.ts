import { minute } from "@farthing/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AuditedServer, balances, openAudited } from "../payments/books.testing.ts";
import {
  agree,
  approve,
  askGrant,
  clickBody,
  cookie,
  get,
  grantOutcome,
  newFrameKey,
  newPerson,
  openPage,
  payOnPage,
  type Person,
  post,
  sayHello,
  send,
} from "../payments/person.testing.ts";
import {
  claimReceipt,
  create,
  newPages,
  newTurnedClock,
  nonceOf,
  readyGrant,
} from "./grantStage.testing.ts";
import { serverDefaults } from "../config.ts";
import { balancedWith } from "../policies/policy.testing.ts";
import { testOrigin, type TestServer } from "../server.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
const clock = newTurnedClock();

beforeAll(async () => {
  // Prices above what a wallet starts with.
  const policy = balancedWith({ perMerchantDay: 100_000_000n });
  audited = await openAudited({ clock, policy });
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);
const claim = (nonce: string, apiKey?: string) => claimReceipt(stage, nonce, apiKey);
const ready = async (person: Person, terms?: Parameters<typeof readyGrant>[2]["terms"]) =>
  readyGrant(stage, person, { offer: await fresh(), ...(terms === undefined ? {} : { terms }) });

describe("rule 2: one approval pays and grants", () => {
  test("the same passkey answer again hears the same and pays nothing more", async () => {
    const person = newPerson();
    const { grant, credential } = await ready(person);
    const first = await approve(stage, person, { grant, credential });
    const before = await balances(stage);
    expect((await approve(stage, person, { grant, credential })).body).toEqual(first.body);
    expect(await balances(stage)).toEqual(before);
    const result = (await grantOutcome(stage, person, grant)).body;
    expect(result).toMatchObject({ status: "approved", outcome: { kind: "captured" } });
    expect(result.outcome).toEqual(first.body.outcome);
  });

  test("two approvals at once are one payment", async () => {
    const person = newPerson();
    const { grant, credential } = await ready(person);
    const before = await balances(stage);
    const answers = await Promise.all(
      [1, 2].map(() => approve(stage, { ...person }, { grant, credential })),
    );
    const kinds = answers.map(({ body, code }) => code ?? body.outcome.kind).toSorted();
    expect(["captured captured", "captured grant-used"]).toContain(kinds.join(" "));
    const merchant = (await balances(stage)).get(stage.merchant.id) ?? 0n;
    expect(merchant - (before.get(stage.merchant.id) ?? 0n)).toBe(47_500n);
  });

  test("an answer to other terms, of another passkey, or altered is not believed", async () => {
    const person = newPerson();
    const { grant, credential } = await ready(person);
    await agree(stage, newPerson(), { grant, terms: { ...create, choice: "once" } });
    expect((await approve(stage, person, { grant, credential })).code).toBe("passkey-failed");
    expect((await approve(stage, person, { grant, credential: { id: "x" } })).code).toBe(
      "passkey-failed",
    );
    const before = await balances(stage);
    const unverified = await ready(person);
    expect((await approve(stage, person, { ...unverified, credential: {} })).code).toBe(
      "passkey-failed",
    );
    expect(await balances(stage)).toEqual(before);
  });

  test("only this article: paid, and the next click asks again", async () => {
    const person = newPerson();
    const { outcome } = await payOnPage(stage, person, { offer: await fresh(), choice: "once" });
    expect([outcome.kind, person.allowance]).toEqual(["captured", ""]);
    expect((await sayHello(stage, { key: person.key, offer: await fresh() })).body).toMatchObject({
      state: "needs-wallet",
      why: "first-time",
    });
  });

  test("a new wallet stays within the preset, a known one within the ceiling, and no time is over already", async () => {
    const person = newPerson();
    const { grant } = await askGrant(stage, person, { offer: await fresh() });
    await openPage(stage, person, grant);
    const ask = async (way: "create" | "get", change: object) => {
      const expiresAt = clock.now() + minute;
      const limits = { perClick: "1", per24h: "1", total: "1", expiresAt, ...change };
      return (await agree(stage, person, { grant, terms: { choice: "allow", way, limits } })).code;
    };
    expect(await ask("create", { perClick: "50001" })).toBe("limits-too-high");
    expect(await ask("create", { total: "2000001" })).toBe("limits-too-high");
    expect(await ask("create", { expiresAt: clock.now() + 31 * 24 * 60 * minute })).toBe(
      "limits-too-high",
    );
    expect(await ask("create", { expiresAt: clock.now() - 1 })).toBe("invalid-request");
    expect(await ask("create", { perClick: "9".repeat(20) })).toBe("invalid-request");
    expect(await ask("create", {})).toBe(null);
  });

  test("a second browser joins the standing allowance; its lines change only when somebody chose other ones", async () => {
    const person = newPerson();
    await payOnPage(stage, person, { offer: await fresh() });
    const first = person.allowance;
    const laptop: Person = { ...person, key: newFrameKey(), session: "" };
    const { outcome } = await payOnPage(stage, laptop, { offer: await fresh(), way: "get" });
    expect([outcome.kind, laptop.allowance]).toEqual(["captured", first]);
    const limits = {
      perClick: "90000",
      per24h: "500000",
      total: "900000",
      expiresAt: clock.now() + minute,
    };
    await payOnPage(stage, laptop, { offer: await fresh(), way: "get", limits });
    const offer = await fresh({ amount: 90_000n });
    expect((await send(stage, clickBody(stage, person, { offer }))).body).toMatchObject({
      kind: "captured",
      allowance: { id: first, perClick: { amount: "90000" }, total: { amount: "900000" } },
    });
    const { body } = await get<{ allowances: { devices: unknown[] }[] }>(
      stage,
      "/v1/wallet/me",
      cookie(laptop.session),
    );
    expect(body.allowances.map(({ devices }) => devices.length)).toEqual([2]);
  });

  test("lines taken back to what the wallet proposes, or only a nearer end, are a choice too", async () => {
    const person = newPerson();
    await payOnPage(stage, person, { offer: await fresh() });
    const choose = async (limits: object) => {
      const { preset } = serverDefaults;
      const { perClick, per24h, total } = preset;
      const proposed = { perClick: `${perClick}`, per24h: `${per24h}`, total: `${total}` };
      const expiresAt = clock.now() + 20 * 24 * 60 * minute;
      const chosen = { ...proposed, expiresAt, ...limits };
      await payOnPage(stage, person, { offer: await fresh(), way: "get", limits: chosen });
      const { body } = await sayHello(stage, { key: person.key, offer: await fresh() });
      return { ...body.allowance };
    };
    expect(await choose({ perClick: "400000" })).toMatchObject({ perClick: { amount: "400000" } });
    expect(await choose({})).toMatchObject({ perClick: { amount: "50000" } });
    const ended = await choose({ expiresAt: clock.now() + 60 * minute });
    expect((ended.expiresAt ?? 0) - clock.now()).toBeLessThanOrEqual(60 * minute);
  });

  test("two browsers that approve at once share one allowance", async () => {
    const person = newPerson();
    await payOnPage(stage, person, { offer: await fresh(), choice: "once" });
    const get = { choice: "allow", limits: null, way: "get" } as const;
    const browsers = [0, 1].map((): Person => ({ ...person, key: newFrameKey(), session: "" }));
    const asked: Awaited<ReturnType<typeof ready>>[] = [];
    for (const browser of browsers) asked.push(await ready(browser, get));
    const answers = await Promise.all(
      browsers.map((browser, at) => approve(stage, browser, asked[at]!)),
    );
    expect(answers.map(({ body }) => body.outcome.kind)).toEqual(["captured", "captured"]);
    const results = await Promise.all(
      browsers.map((browser, at) => grantOutcome(stage, browser, asked[at]!.grant)),
    );
    expect(new Set(results.map(({ body }) => body.allowance?.id)).size).toBe(1);
  });

  test("one key belongs to one payer for ever: another wallet pays once and enrols nothing", async () => {
    const anna = newPerson();
    await payOnPage(stage, anna, { offer: await fresh() });
    const ben: Person = { ...newPerson(), key: anna.key };
    const { outcome } = await payOnPage(stage, ben, { offer: await fresh() });
    expect([outcome.kind, ben.allowance]).toEqual(["captured", ""]);
    expect((await send(stage, clickBody(stage, anna, { offer: await fresh() }))).body.kind).toBe(
      "captured",
    );
  });

  test("what is owned is not paid again on the page either, and the key is enrolled", async () => {
    const person = newPerson();
    const offer = await fresh({ path: "/once" });
    await payOnPage(stage, person, { offer, choice: "once" });
    const before = await balances(stage);
    const other: Person = { ...person, key: newFrameKey() };
    const { outcome, returnTo } = await payOnPage(stage, other, { offer, way: "get" });
    expect([outcome.kind, other.allowance.slice(0, 4)]).toEqual(["owned", "alw_"]);
    expect(await balances(stage)).toEqual(before);
    expect((await claim(nonceOf(returnTo))).body).toMatchObject({
      receipt: (outcome as { receipt: string }).receipt,
    });
    expect((await send(stage, clickBody(stage, other, { offer: await fresh() }))).body.kind).toBe(
      "captured",
    );
  });

  test("after a revocation the same browser may be approved again, under a new allowance", async () => {
    const person = newPerson();
    await payOnPage(stage, person, { offer: await fresh() });
    const first = person.allowance;
    await post(stage, `/v1/wallet/allowances/${first}/revoke`, {}, cookie(person.session));
    const revoked = await send(stage, clickBody(stage, person, { offer: await fresh() }));
    expect(revoked.body).toMatchObject({ kind: "declined", reason: "device-revoked" });
    expect((await sayHello(stage, { key: person.key, offer: await fresh() })).body.state).toBe(
      "needs-wallet",
    );
    await payOnPage(stage, person, { offer: await fresh(), way: "get" });
    expect(person.allowance).not.toBe(first);
    expect((await send(stage, clickBody(stage, person, { offer: await fresh() }))).body.kind).toBe(
      "captured",
    );
  });

  test("declined, the request stays open: with more money the same page pays", async () => {
    const person = newPerson();
    const { grant } = await askGrant(stage, person, {
      offer: await fresh({ amount: 11_000_000n }),
    });
    await openPage(stage, person, grant);
    const first = await agree(stage, person, { grant, terms: create });
    const poor = await approve(stage, person, { grant, credential: first.credential });
    expect(poor.body.outcome).toMatchObject({ kind: "declined", reason: "insufficient-balance" });
    expect((await grantOutcome(stage, person, grant)).body.status).toBe("opened");
    const { body: me } = await get<{ allowances: [] }>(
      stage,
      "/v1/wallet/me",
      cookie(person.session),
    );
    expect(me.allowances).toEqual([]);
    const hex = clock.now().toString(16).padStart(12, "0");
    const key = `${hex.slice(0, 8)}-${hex.slice(8)}-7${crypto.randomUUID().slice(15)}`;
    const money = { amount: "5000000", asset: "PLAY/6" };
    await post(
      stage,
      "/v1/wallet/top-ups",
      { money },
      { ...cookie(person.session), "idempotency-key": key },
    );
    const second = await agree(stage, person, { grant, terms: { ...create, way: "get" } });
    const rich = await approve(stage, person, { grant, credential: second.credential });
    expect(rich.body.outcome.kind).toBe("captured");
  });

  test("terms are answered once: a second new passkey does not join the wallet that the first one made", async () => {
    const person = newPerson();
    const offer = await fresh({ amount: 15_000_000n });
    const { grant } = await askGrant(stage, person, { offer });
    await openPage(stage, person, grant);
    const path = `/v1/wallet/grants/${grant}/terms`;
    const { body } = await post<{ options: never }>(stage, path, { ...create, choice: "once" });
    const [own, foreign] = [person.passkey, newPerson().passkey].map((passkey) =>
      passkey.create(body.options, testOrigin),
    );
    const answer = await approve(stage, person, { grant, credential: own });
    expect(answer.body.outcome).toMatchObject({ kind: "declined", reason: "insufficient-balance" });
    const passkeys = () =>
      stage.deps.store.selectFrom("passkeys").select("credential_id").execute();
    const before = await passkeys();
    expect((await approve(stage, newPerson(), { grant, credential: foreign })).code).toBe(
      "passkey-failed",
    );
    expect(await passkeys()).toEqual(before);
  });

  test("a server that stopped between ledger and store finishes the grant when it is asked again", async () => {
    const person = newPerson();
    const { outcome, grant } = await payOnPage(stage, person, { offer: await fresh() });
    const forgotten = {
      status: "opened",
      payment_id: null,
      allowance_id: null,
      return_nonce_hash: null,
    };
    await stage.deps.store.updateTable("grants").set(forgotten).where("id", "=", grant).execute();
    const before = await balances(stage);
    clock.turned += 5 * minute;
    expect((await grantOutcome(stage, person, grant)).body).toMatchObject({
      status: "approved",
      outcome,
      allowance: { id: person.allowance },
    });
    expect(await balances(stage)).toEqual(before);
  });

  test("approving rotates the session: the one before is dead", async () => {
    const person = newPerson();
    await payOnPage(stage, person, { offer: await fresh() });
    const before = person.session;
    await payOnPage(stage, person, { offer: await fresh(), way: "get" });
    expect(person.session).not.toBe(before);
    expect((await get(stage, "/v1/wallet/me", cookie(before))).code).toBe("signed-out");
    const { grant } = await askGrant(stage, person, { offer: await fresh() });
    const { body } = await openPage(stage, person, grant);
    expect(body).toMatchObject({
      standing: { id: person.allowance },
      wallet: { name: expect.stringMatching(/^Wallet/) },
    });
  });
});
