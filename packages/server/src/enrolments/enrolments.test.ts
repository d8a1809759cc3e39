import { assert, day, hour, minute } from "@farthing/core";
import { thumbprint } from "@farthing/identity";
import type { HelloResponse, Me } from "@farthing/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addNeighbour, newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { forgetRaises } from "../limits/limitsStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  type Answer,
  askGrant,
  clickBody,
  cookie,
  type FrameKey,
  get,
  grantOutcome,
  hashOf,
  newFrameKey,
  newPerson,
  payOnPage,
  type Person,
  post,
  prove,
  randomText,
  send,
} from "../payments/person.testing.ts";
import { counterKey } from "../payments/keys.ts";
import type { TestServer } from "../server.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
let neighbour: Awaited<ReturnType<typeof addNeighbour>>;
const clock = newTurnedClock();
beforeAll(async () => {
  audited = await openAudited({ clock });
  stage = audited.stage;
  neighbour = await addNeighbour(stage);
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);
const cookieOf = (merchant: string, secret = randomText(32)) =>
  `__Host-farthing-part-${merchant.slice(-8)}=${secret}`;

/** A browser that has approved once and sends a partition cookie. */
async function newBrowser(of: Parameters<typeof payOnPage>[2] | null = null): Promise<Person> {
  const person = { ...newPerson(), partition: cookieOf(stage.merchant.id) };
  await payOnPage(stage, person, of ?? { offer: await fresh() });
  return person;
}

/** The browser's page was loaded again: its key is gone, and its frame asks with a new one. */
async function enrol(
  person: Person,
  of: {
    key?: FrameKey;
    keyStorage?: "kept" | "memory";
    offer?: string;
    parent?: string;
    partition?: string;
    headers?: Record<string, string>;
  } = {},
): Promise<Answer<HelloResponse> & { key: FrameKey; renewed: string | null }> {
  const { key = newFrameKey(), keyStorage = "memory", parent = stage.merchant.origin } = of;
  const offer = of.offer ?? (await fresh());
  const proof = prove(stage, key, { purpose: "enrol", subject: hashOf(offer) });
  const answer = await post<HelloResponse>(
    stage,
    "/v1/frame/enrolments",
    { offer, parent, keyStorage, proof },
    { ...cookie(of.partition ?? person.partition), ...of.headers },
  );
  return { ...answer, key, renewed: answer.cookies[0] ?? null };
}

async function pay(person: Person, key: FrameKey, amount = 10_000n): Promise<string> {
  const offer = await fresh({ amount });
  const { body, code } = await send(stage, clickBody(stage, { ...person, key }, { offer }));
  return code ?? ("reason" in body ? `${body.kind} ${body.reason}` : body.kind);
}

async function hello(
  person: Person,
  of: { key?: FrameKey; offer?: string; parent?: string; partition?: string } = {},
): Promise<HelloResponse> {
  const offer = of.offer ?? (await fresh());
  const proof =
    of.key === undefined
      ? {}
      : { proof: prove(stage, of.key, { purpose: "hello", subject: hashOf(offer) }) };
  const { body } = await post<HelloResponse>(
    stage,
    "/v1/frame/hello",
    { offer, parent: of.parent ?? stage.merchant.origin, keyStorage: "memory", ...proof },
    cookie(of.partition ?? person.partition),
  );
  return body;
}

const printOf = (key: FrameKey) => {
  const print = thumbprint(key.device);
  assert(print !== null, "a frame's key has a thumbprint");
  return print;
};

const devicesOf = async (person: Person) => {
  const { body } = await get<Me>(stage, "/v1/wallet/me", cookie(person.session));
  return body.allowances.flatMap(({ devices }) => devices);
};
const revoke = (what: string, id: string, person: Person) =>
  post(stage, `/v1/wallet/${what}/${id}/revoke`, {}, cookie(person.session));

describe("rung C: the cookie enrols a key without a popup", () => {
  test("after a reload: hello says so, the enrolment answers as hello, and a click pays", async () => {
    const anna = await newBrowser();
    expect(await hello(anna)).toMatchObject({ state: "needs-wallet", mayEnrol: true });
    const { body, key, renewed } = await enrol(anna);
    expect(body).toMatchObject({
      state: "ready",
      mayEnrol: false,
      allowance: { id: anna.allowance, perClick: { amount: "50000" } },
    });
    expect([await pay(anna, key), renewed]).toEqual(["captured", null]);
    expect(await hello(anna, { key })).toMatchObject({ state: "ready", mayEnrol: false });
  });

  test("a passkey vouches for a key of the cookie: its former counter is closed, not left open beside the new one", async () => {
    const anna = await newBrowser();
    const { key } = await enrol(anna);
    expect(await pay(anna, key)).toBe("captured");
    const row = async () => {
      const found = stage.deps.store.selectFrom("devices").select(["id", "by_cookie"]);
      return await found.where("thumbprint", "=", printOf(key)).executeTakeFirstOrThrow();
    };
    const before = await row();
    await payOnPage(stage, { ...anna, key }, { offer: await fresh(), way: "get" });
    const after = await row();
    const counters = [before, after].map(({ id }) => counterKey(id));
    const closed = stage.deps.ledger.lookupCounters(counters).map((counter) => counter?.closed);
    expect([before.by_cookie, after.by_cookie, ...closed]).toEqual([1, 0, true, false]);
    expect(await pay(anna, { ...key, counter: 0 })).toBe("captured");
  });

  test("a key of the cookie that comes back after its time has one counter", async () => {
    const anna = await newBrowser();
    const { key } = await enrol(anna);
    const rows = stage.deps.store.selectFrom("devices").select("id");
    const row = rows.where("thumbprint", "=", printOf(key));
    const { id } = await row.executeTakeFirstOrThrow();
    clock.turned += 13 * hour;
    expect((await enrol(anna, { key })).status).toBe(200);
    expect((await row.executeTakeFirstOrThrow()).id).not.toBe(id);
    expect(stage.deps.ledger.lookupCounters([counterKey(id)])[0]?.closed).toBe(true);
  });

  test("the same key again is answered as before, also when both come at once", async () => {
    const anna = await newBrowser();
    const key = newFrameKey();
    const both = await Promise.all([enrol(anna, { key }), enrol(anna, { key })]);
    expect(both.map(({ body }) => body.state)).toEqual(["ready", "ready"]);
    expect((await enrol(anna, { key })).body.state).toBe("ready");
    expect(await pay(anna, key)).toBe("captured");
    expect(await devicesOf(anna)).toHaveLength(2);
  });

  test("three tabs click in turn", async () => {
    const anna = await newBrowser();
    const tabs = await Promise.all([enrol(anna), enrol(anna), enrol(anna)]);
    const paid: string[] = [];
    for (const { key } of [...tabs, ...tabs]) paid.push(await pay(anna, key));
    expect(paid).toEqual(Array.from({ length: 6 }, () => "captured"));
  });

  test("the seventeenth key evicts the oldest and no other", async () => {
    const anna = await newBrowser();
    const keys: FrameKey[] = [];
    for (let at = 0; at < 16; at += 1) {
      clock.turned += 1;
      keys.push((await enrol(anna)).key);
    }
    // The approved key was the oldest of seventeen.
    expect([await pay(anna, anna.key), await pay(anna, keys[0]!)]).toEqual([
      "declined device-revoked",
      "captured",
    ]);
    expect(await devicesOf(anna)).toHaveLength(16);
  });

  test("a kept key replaces the kept one before it, and leaves those of open pages", async () => {
    const anna = await newBrowser();
    const page = await enrol(anna);
    const kept = await enrol(anna, { keyStorage: "kept" });
    expect([
      await pay(anna, anna.key),
      await pay(anna, page.key),
      await pay(anna, kept.key),
    ]).toEqual(["declined device-revoked", "captured", "captured"]);
  });
});

describe("what such a key may do is less", () => {
  const high = async () => {
    const limits = {
      perClick: "200000",
      per24h: "2000000",
      total: "4000000",
      expiresAt: clock.now() + 20 * day,
    };
    const anna = newPerson();
    await payOnPage(stage, anna, { offer: await fresh() });
    const browser = { ...anna, key: newFrameKey(), partition: cookieOf(stage.merchant.id) };
    await payOnPage(stage, browser, { offer: await fresh(), way: "get", limits });
    // Not about what a raise lately asks for.
    await forgetRaises(stage.deps);
    return browser;
  };

  test("it pays per click at most the preset, whatever the allowance says", async () => {
    const anna = await high();
    const { key, body } = await enrol(anna);
    expect(body.allowance?.perClick.amount).toBe("50000");
    expect([
      await pay(anna, key, 50_000n),
      await pay(anna, key, 60_000n),
      await pay(anna, anna.key, 60_000n),
    ]).toEqual(["captured", "step-up over-per-click", "captured"]);
    const dear = await fresh({ amount: 60_000n });
    expect(await hello(anna, { key, offer: dear })).toMatchObject({
      why: "over-per-click",
      stepUp: true,
      allowance: { perClick: { amount: "50000" } },
    });
  });

  test("it ends after twelve hours, and the frame enrols it or another afresh", async () => {
    const anna = await newBrowser();
    const { key } = await enrol(anna);
    clock.turned += 12 * hour;
    expect(await pay(anna, key)).toBe("declined device-revoked");
    expect(await hello(anna, { key })).toMatchObject({ state: "needs-wallet", mayEnrol: true });
    expect((await enrol(anna, { key })).body.state).toBe("ready");
    expect(await pay(anna, key)).toBe("captured");
  });

  test("a passkey lifts it: approved on the wallet's page it has the allowance's own line", async () => {
    const anna = await high();
    const { key } = await enrol(anna);
    const lifted = { ...anna, key };
    await payOnPage(stage, lifted, { offer: await fresh(), way: "get" });
    expect(await pay(lifted, key, 60_000n)).toBe("captured");
  });
});

describe("rule 9: the cookie is renewed, and belongs to one wallet", () => {
  test("older than a day it is renewed; the one before is good for five minutes", async () => {
    const anna = await newBrowser();
    const old = anna.partition;
    clock.turned += day + minute;
    const first = await enrol(anna);
    expect(first.renewed).toMatch(/^__Host-farthing-part-\w{8}=[\w-]{43}$/);
    const next = first.renewed ?? "";
    const late = await enrol(anna, { partition: old });
    expect([late.status, late.renewed]).toEqual([200, null]);
    expect((await enrol(anna, { partition: next })).renewed).toBeNull();
    clock.turned += 5 * minute;
    expect((await enrol(anna, { partition: old })).code).toBe("device-unknown");
    expect((await enrol(anna, { partition: next })).status).toBe(200);
  });

  test("a grant that was asked for with the cookie before hears its result", async () => {
    const anna = await newBrowser();
    clock.turned += day + minute;
    const ben = { ...anna, key: newFrameKey() };
    const offer = await fresh();
    const { grant } = await askGrant(stage, ben, { offer });
    const next = (await enrol(anna)).renewed ?? "";
    expect((await grantOutcome(stage, { ...ben, partition: next }, grant)).body.status).toBe(
      "waiting",
    );
  });

  test("two tabs at once renew it once", async () => {
    const anna = await newBrowser();
    clock.turned += day + minute;
    const both = await Promise.all([enrol(anna), enrol(anna)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both.filter(({ renewed }) => renewed !== null)).toHaveLength(1);
  });

  test("approved by another wallet in this browser, the cookie and the keys of the first are over", async () => {
    const anna = await newBrowser();
    const { key } = await enrol(anna);
    const ben = { ...newPerson(), partition: anna.partition };
    await payOnPage(stage, ben, { offer: await fresh() });
    expect([await pay(anna, key), await pay(anna, anna.key)]).toEqual([
      "declined device-revoked",
      "declined device-revoked",
    ]);
    const { body } = await enrol(ben);
    expect(body.allowance?.id).toBe(ben.allowance);
    // One key belongs to one payer for ever.
    expect((await enrol(ben, { key })).code).toBe("device-unknown");
  });
});

describe("refused", () => {
  test("without a cookie, with one that nobody gave out, with another browser's family but its own cookie", async () => {
    const anna = await newBrowser();
    for (const partition of ["", cookieOf(stage.merchant.id), "farthing-dev=x"]) {
      expect((await enrol(anna, { partition })).code).toBe("device-unknown");
      expect((await hello(anna, { partition })).mayEnrol).toBe(false);
    }
  });

  test("rule 8: the cookie of another merchant, also under the name of this one", async () => {
    const anna = await newBrowser();
    const secret = anna.partition.split("=")[1] ?? "";
    const there = await fresh({ apiKey: neighbour.apiKey, origin: neighbour.origin });
    const asked = { offer: there, parent: neighbour.origin };
    expect((await enrol(anna, asked)).code).toBe("device-unknown");
    const renamed = { ...asked, partition: cookieOf(neighbour.id, secret) };
    expect((await enrol(anna, renamed)).code).toBe("device-unknown");
    expect((await hello(anna, renamed)).mayEnrol).toBe(false);
    expect((await enrol(anna, { parent: neighbour.origin })).code).toBe("origin-not-registered");
  });

  test("a key of another merchant of the same payer", async () => {
    const anna = await newBrowser();
    const there = { ...anna, key: newFrameKey(), partition: cookieOf(neighbour.id) };
    const offer = await fresh({ apiKey: neighbour.apiKey, origin: neighbour.origin });
    await payOnPage(stage, there, { offer, way: "get", parent: neighbour.origin });
    expect((await enrol(anna, { key: there.key })).code).toBe("wrong-merchant");
  });

  test.each([
    ["the allowance was revoked", "allowances"],
    ["a key of this browser was revoked", "devices"],
  ])("%s: cookie and keys are over, and the wallet's page is asked for", async (_, what) => {
    const anna = await newBrowser();
    const { key } = await enrol(anna);
    const id = what === "devices" ? ((await devicesOf(anna))[0]?.id ?? "") : anna.allowance;
    expect((await revoke(what, id, anna)).status).toBe(200);
    expect((await enrol(anna)).code).toBe("device-unknown");
    expect((await enrol(anna, { key })).code).toBe("device-unknown");
    expect(await pay(anna, key)).toMatch(/^declined (device|allowance)-revoked$/);
    expect(await hello(anna)).toMatchObject({
      state: "needs-wallet",
      mayEnrol: false,
      why: what === "allowances" ? "allowance-ended" : "first-time",
    });
    // Approved again, the same cookie works again.
    await payOnPage(stage, { ...anna, key: newFrameKey() }, { offer: await fresh(), way: "get" });
    expect((await enrol(anna)).body.state).toBe("ready");
  });

  test("the allowance's time is over", async () => {
    const anna = await newBrowser();
    clock.turned += 31 * day;
    expect((await enrol(anna)).code).toBe("device-unknown");
    expect(await hello(anna)).toMatchObject({ mayEnrol: false, why: "allowance-ended" });
  });

  test("rule 7: from anywhere but the frame, and with a proof for something else", async () => {
    const anna = await newBrowser();
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "null" },
      { origin: stage.merchant.origin },
    ]) {
      expect((await enrol(anna, { headers })).code).toBe("cross-site-request");
    }
    const offer = await fresh();
    const key = newFrameKey();
    const proof = prove(stage, key, { purpose: "hello", subject: hashOf(offer) });
    const asked = { offer, parent: stage.merchant.origin, keyStorage: "memory", proof };
    const { code } = await post(stage, "/v1/frame/enrolments", asked, cookie(anna.partition));
    expect(code).toBe("signature-invalid");
  });

  test("the cookie does nothing but enrol: it opens no page of the wallet and pays nothing", async () => {
    const anna = await newBrowser();
    const { paths } = (
      await get<{ paths: Record<string, Record<string, unknown>> }>(stage, "/v1/openapi.json")
    ).body;
    const asked: string[] = [];
    for (const [path, methods] of Object.entries(paths)) {
      for (const method of Object.keys(methods).filter((name) => name !== "parameters")) {
        if (path === "/v1/frame/enrolments" || !/^\/v1\/(frame|wallet)/.test(path)) continue;
        const address = path.replaceAll(/\{\w+\}/g, "x");
        const with_ = await stage.fetch(address, requestOf(method, anna.partition));
        const without = await stage.fetch(address, requestOf(method, ""));
        expect([path, await codeOf(with_)]).toEqual([path, await codeOf(without)]);
        asked.push(path);
      }
    }
    expect(asked.length).toBeGreaterThan(20);
  });
});

function requestOf(method: string, text: string): RequestInit {
  const headers = {
    "content-type": "application/json",
    "sec-fetch-site": "same-origin",
    origin: stage.deps.config.origin,
    ...cookie(text),
  };
  const body = method === "get" ? {} : { body: "{}" };
  return { method: method.toUpperCase(), headers, ...body };
}

async function codeOf(response: Response): Promise<string> {
  const body = (await response.json()) as { code?: string };
  return `${response.status} ${body.code ?? ""}`;
}
