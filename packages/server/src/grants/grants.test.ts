import type { GrantResult, OpenGrantResponse } from "@farthing/protocol";
import { instant, minute, newId, systemClock } from "@farthing/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newApiKey, registerMerchant } from "../merchants/registerMerchant.ts";
import { type AuditedServer, balances, openAudited } from "../payments/books.testing.ts";
import {
  agree,
  approve,
  arrive,
  askGrant,
  clickBody,
  cookie,
  get,
  grantOutcome,
  newFrameKey,
  newOffer,
  newPerson,
  openPage,
  payOnPage,
  type Person,
  post,
  prove,
  sayHello,
  send,
} from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
const clock = { turned: 0, now: () => instant(systemClock.now() + clock.turned) };
const neighbour = {
  id: newId("merchant", clock.now()),
  apiKey: newApiKey(),
  origin: "https://other.example",
};

beforeAll(async () => {
  audited = await openAudited({ clock });
  stage = audited.stage;
  await registerMerchant(stage.deps, { ...neighbour, name: "Other", origins: [neighbour.origin] });
});
afterAll(async () => expect(await audited.close()).toEqual([]));

let page = 0;
const fresh = (of: Parameters<typeof newOffer>[1] = {}) => {
  page += 1;
  return newOffer(stage, { path: `/page-${page}`, ...of });
};
const create = { choice: "allow", limits: null, way: "create" } as const;
const claim = (nonce: string, apiKey = stage.merchant.apiKey) =>
  post<{ receipt: string; payment: string }>(
    stage,
    "/v1/receipts/claims",
    { nonce },
    { authorization: `Bearer ${apiKey}` },
  );
const nonceOf = (returnTo: string) => new URL(returnTo).searchParams.get("farthing") ?? "";

/** A grant whose page is open, and the passkey's answer to its terms. */
async function ready(person: Person, terms: Parameters<typeof agree>[2]["terms"] = create) {
  const offer = await fresh();
  const { grant } = await askGrant(stage, person, { offer });
  await openPage(stage, person, grant);
  const { credential } = await agree(stage, person, { grant, terms });
  return { grant, credential, offer };
}

describe("rule 4: a grant cannot be phished", () => {
  test.each(["cross-site", "same-site", "none", ""])(
    "reached with Sec-Fetch-Site %j it is burnt",
    async (site) => {
      const person = newPerson();
      const { grant } = await askGrant(stage, person, { offer: await fresh() });
      expect((await openPage(stage, person, grant, site)).code).toBe("grant-not-from-button");
      expect((await openPage(stage, person, grant)).code).toBe("grant-used");
      expect((await grantOutcome(stage, person, grant)).body.status).toBe("closed");
    },
  );

  test("the arrival of another request, an altered one and one from long ago burn it too", async () => {
    const person = newPerson();
    const other = await askGrant(stage, person, { offer: await fresh() });
    const elsewhere = await arrive(stage, `/pay?grant=${other.grant}`);
    for (const change of [() => elsewhere, (text: string) => text.replace(/.$/, "!"), () => "x"]) {
      const { grant } = await askGrant(stage, person, { offer: await fresh() });
      const arrival = change(await arrive(stage, `/pay?grant=${grant}`));
      const { code } = await post(stage, `/v1/wallet/grants/${grant}/open`, { arrival });
      expect(code).toBe("grant-not-from-button");
    }
  });

  test("only the key that asked, with the cookie it had, hears the result", async () => {
    const anna = {
      ...newPerson(),
      partition: `__Host-farthing-part-${stage.merchant.id.slice(-8)}=${"A".repeat(43)}`,
    };
    const { grant, credential } = await ready(anna);
    await approve(stage, anna, { grant, credential });
    expect((await grantOutcome(stage, anna, grant)).body.status).toBe("approved");
    expect((await grantOutcome(stage, { ...anna, partition: "" }, grant)).code).toBe(
      "grant-not-found",
    );
    expect((await grantOutcome(stage, { ...anna, key: newFrameKey() }, grant)).code).toBe(
      "grant-not-found",
    );
    const proof = prove(stage, anna.key, { purpose: "grant-events", subject: grant });
    const events = await post(stage, `/v1/frame/grants/${grant}/events`, { proof });
    expect(events.code).toBe("grant-not-found");
    const old = prove(stage, anna.key, {
      purpose: "grant-result",
      subject: grant,
      time: clock.now() - 61_000,
    });
    const late = await post(
      stage,
      `/v1/frame/grants/${grant}/result`,
      { proof: old },
      cookie(anna.partition),
    );
    expect(late.code).toBe("authorization-expired");
  });

  test("a request is one: the same again is a retry, another under its id is refused", async () => {
    const person = newPerson();
    const offer = await fresh();
    const { grant } = await askGrant(stage, person, { offer });
    expect((await askGrant(stage, person, { offer, grant })).body.status).toBe("waiting");
    expect((await askGrant(stage, newPerson(), { offer, grant })).code).toBe("grant-used");
    expect((await askGrant(stage, person, { offer: await fresh(), grant })).code).toBe(
      "grant-used",
    );
  });

  test("a proof for another request or by another key opens none", async () => {
    const person = newPerson();
    const offer = await fresh();
    const wrong = {
      offer,
      parent: stage.merchant.origin,
      returnTo: `${stage.merchant.origin}/`,
      keyStorage: "kept",
    };
    const proof = prove(stage, person.key, { purpose: "grant", subject: "something else" });
    const grant = "grt_00000000000000000000000001";
    expect((await post(stage, "/v1/frame/grants", { ...wrong, grant, proof })).code).toBe(
      "signature-invalid",
    );
  });
});

describe("the page", () => {
  test("shows merchant, price, preset and who is signed in, also after a reload", async () => {
    const person = newPerson();
    const { grant } = await askGrant(stage, person, { offer: await fresh() });
    const first = await openPage(stage, person, grant);
    expect(first.body).toMatchObject({
      merchant: { name: "The Newsstand", origin: "https://news.example" },
      price: { amount: "50000", asset: "PLAY/6" },
      wallet: null,
      standing: null,
      preset: { perClick: "50000", per24h: "500000", total: "2000000" },
      ceiling: { perClick: "5000000" },
      mayEnrol: true,
      keyKept: true,
    });
    expect((await openPage(stage, person, grant)).status).toBe(200);
  });

  test("terms and approval before the page was opened are refused", async () => {
    const person = newPerson();
    const { grant } = await askGrant(stage, person, { offer: await fresh() });
    expect((await agree(stage, person, { grant, terms: create })).code).toBe(
      "grant-not-from-button",
    );
    expect((await approve(stage, person, { grant, credential: {} })).code).toBe("grant-used");
  });

  test("left without an answer the request is over; after the approval leaving changes nothing", async () => {
    const person = newPerson();
    const { grant, credential } = await ready(person);
    expect((await post(stage, `/v1/wallet/grants/${grant}/leave`, {})).status).toBe(200);
    expect((await approve(stage, person, { grant, credential })).code).toBe("grant-used");
    const paid = await ready(person);
    await approve(stage, person, paid);
    await post(stage, `/v1/wallet/grants/${paid.grant}/leave`, {});
    expect((await grantOutcome(stage, person, paid.grant)).body.status).toBe("approved");
  });

  test("five minutes later it is expired, for the page and for the frame", async () => {
    const person = newPerson();
    const { grant, credential } = await ready(person);
    clock.turned += 5 * minute;
    expect((await openPage(stage, person, grant)).code).toBe("grant-expired");
    expect((await approve(stage, person, { grant, credential })).code).toBe("grant-expired");
    expect((await grantOutcome(stage, person, grant)).body.status).toBe("expired");
  });
});

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

  test("two browsers that approve at once share one allowance", async () => {
    const person = newPerson();
    await payOnPage(stage, person, { offer: await fresh(), choice: "once" });
    const get = { choice: "allow", limits: null, way: "get" } as const;
    const browsers = [0, 1].map((): Person => ({ ...person, key: newFrameKey(), session: "" }));
    const asked = [];
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
    expect(revoked.body).toEqual({ kind: "declined", reason: "device-revoked" });
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
    expect(poor.body.outcome).toEqual({ kind: "declined", reason: "insufficient-balance" });
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

describe("frames blocked: a page reached with an offer", () => {
  const offerGrant = async (offer: string, site: string) => {
    const arrival = await arrive(stage, `/pay?offer=${offer}`, site);
    return {
      arrival,
      ...(await post<{ grant: string }>(stage, "/v1/wallet/grants", { offer, arrival })),
    };
  };

  test("from a page it pays once, enrols nothing, and the merchant's server claims the receipt", async () => {
    const person = newPerson();
    const { arrival, body } = await offerGrant(await fresh(), "cross-site");
    const { grant } = body;
    const open = await post<OpenGrantResponse>(stage, `/v1/wallet/grants/${grant}/open`, {
      arrival,
    });
    expect(open.body.mayEnrol).toBe(false);
    expect((await agree(stage, person, { grant, terms: create })).code).toBe("invalid-request");
    const { credential } = await agree(stage, person, {
      grant,
      terms: { ...create, choice: "once" },
    });
    const { body: paid } = await approve(stage, person, { grant, credential });
    expect(paid.outcome.kind).toBe("captured");
    const nonce = nonceOf(paid.returnTo);
    expect((await claim(nonce, neighbour.apiKey)).code).toBe("grant-not-found");
    expect((await claim("A".repeat(22))).code).toBe("grant-not-found");
    expect((await claim(nonce, "wrong")).code).toBe("api-key-invalid");
    const outcome = paid.outcome as { receipt: string; payment: string };
    expect((await claim(nonce)).body).toEqual({
      receipt: outcome.receipt,
      payment: outcome.payment,
    });
  });

  test.each(["none", ""])("typed or mailed (%j) it opens nothing", async (site) => {
    expect((await offerGrant(await fresh(), site)).code).toBe("grant-not-from-button");
  });

  test("an arrival with a grant is not one with an offer", async () => {
    const offer = await fresh();
    const { grant } = await askGrant(stage, newPerson(), { offer });
    const arrival = await arrive(stage, `/pay?grant=${grant}`);
    expect((await post(stage, "/v1/wallet/grants", { offer, arrival })).code).toBe(
      "grant-not-from-button",
    );
  });
});

describe("rule 5: the status stream", () => {
  const listen = async (person: Person, grant: string): Promise<ReadableStream<Uint8Array>> => {
    const proof = prove(stage, person.key, { purpose: "grant-events", subject: grant });
    const response = await stage.fetch(`/v1/frame/grants/${grant}/events`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "sec-fetch-site": "same-origin",
        origin: stage.deps.config.origin,
      },
      body: JSON.stringify({ proof }),
    });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    if (response.body === null) throw new Error("a stream");
    return response.body;
  };
  const heard = async (stream: ReadableStream<Uint8Array>) =>
    [...(await new Response(stream).text()).matchAll(/^data: (\w+)$/gm)].map(
      ([, status]) => status,
    );

  test("tells each status once, ends with the last, and holds nothing after", async () => {
    const person = newPerson();
    const { grant } = await askGrant(stage, person, { offer: await fresh() });
    const stream = heard(await listen(person, grant));
    await openPage(stage, person, grant);
    const { credential } = await agree(stage, person, { grant, terms: create });
    await approve(stage, person, { grant, credential });
    expect(await stream).toEqual(["waiting", "opened", "approved"]);
    expect(await heard(await listen(person, grant))).toEqual(["approved"]);
    expect(stage.deps.grantHub.size()).toBe(0);
  });

  test("one stream a grant: a new one ends the old, and one that is dropped is forgotten", async () => {
    const person = newPerson();
    const { grant } = await askGrant(stage, person, { offer: await fresh() });
    const old = heard(await listen(person, grant));
    const young = await listen(person, grant);
    expect(await old).toEqual(["waiting"]);
    await young.cancel();
    expect(stage.deps.grantHub.size()).toBe(0);
  });

  test("it says nothing but a status: no payment, no key", async () => {
    const person = newPerson();
    const { grant } = await askGrant(stage, person, { offer: await fresh() });
    const text = new Response(await listen(person, grant)).text();
    await post(stage, `/v1/wallet/grants/${grant}/leave`, {});
    expect(await text).toBe("event: status\ndata: waiting\n\nevent: status\ndata: closed\n\n");
    const { body } = await grantOutcome(stage, person, grant);
    expect(body).toEqual({
      status: "closed",
      outcome: null,
      allowance: null,
    } satisfies GrantResult);
  });
});
