import { idFromBytes } from "@farthing/core";
import {
  checkReceiptFile,
  disclosedFields,
  type Disclosure,
  type Group,
  isPolicy,
  parseTrustPolicy,
} from "@farthing/log";
import type {
  Me,
  PaidSites,
  PaymentDetail,
  PaymentPage,
  PaymentProof,
  TopUpResponse,
} from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifiers } from "../log/verifiers.ts";
import { sha256 } from "../sha256.ts";
import {
  clickBody,
  cookie,
  get,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
  post,
  send,
} from "../payments/person.testing.ts";
import { openTestServer, type TestServer, testOrigin } from "../server.testing.ts";

let stage: TestServer;
let anna: Person;
let ben: Person;

beforeAll(async () => {
  stage = await openTestServer();
  anna = newPerson();
  ben = newPerson();
  await payOnPage(stage, anna, { offer: await newOffer(stage, { path: "/first" }) });
  await payOnPage(stage, ben, { offer: await newOffer(stage, { path: "/first" }) });
});
afterAll(() => stage.close());

/** A UUIDv7 of now (RFC 9562 §5.7). */
function freshKey(): string {
  const hex = stage.deps.clock.now().toString(16).padStart(12, "0");
  const tail = crypto.randomUUID().slice(15);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${tail}`;
}

const me = async (person: Person) =>
  (await get<Me>(stage, "/v1/wallet/me", cookie(person.session))).body;

test("a new wallet holds its welcome money less what it paid, and shows its allowance", async () => {
  expect(await me(anna)).toMatchObject({
    balance: { amount: "9950000", asset: "PLAY/6" },
    mode: "sandbox",
    allowances: [
      {
        id: anna.allowance,
        merchant: "The Newsstand",
        status: "active",
        devices: [{ kept: true }],
      },
    ],
  });
});

test("a top-up is done once per key, another body is a conflict, and the 24-hour line holds", async () => {
  const key = freshKey();
  const ask = (amount: string, idempotency: string) =>
    post<TopUpResponse>(
      stage,
      "/v1/wallet/top-ups",
      { money: { amount, asset: "PLAY/6" } },
      { ...cookie(ben.session), ...(idempotency === "" ? {} : { "idempotency-key": idempotency }) },
    );
  const first = await ask("1000000", key);
  expect(first.body.balance.amount).toBe("10950000");
  expect((await ask("1000000", key)).body).toEqual(first.body);
  expect((await ask("2000000", key)).code).toBe("idempotency-conflict");
  expect((await ask("1000000", "")).code).toBe("idempotency-key-missing");
  expect((await ask("0", freshKey())).code).toBe("invalid-request");
  expect((await ask("99000001", freshKey())).code).toBe("top-up-refused");
  expect((await me(ben)).balance.amount).toBe("10950000");
});

test("payments are found by site and by text, as they are written, and only one's own", async () => {
  const found = async (query: Record<string, string>, person = ben) => {
    const path = `/v1/wallet/payments?${new URLSearchParams(query)}`;
    const { body, code } = await get<PaymentPage>(stage, path, cookie(person.session));
    return code ?? body.payments.map(({ resource }) => resource);
  };
  const first = "https://news.example/first";
  expect(await found({ text: "FIRST" })).toEqual([first]);
  expect(await found({ text: "newsstand" })).toEqual([first]);
  expect(await found({ site: stage.merchant.id })).toEqual([first]);
  expect(await found({ site: stage.merchant.id, text: "second" })).toEqual([]);
  for (const text of ["%", "_irst", "\\", "' or 1=1 --"]) expect(await found({ text })).toEqual([]);
  expect(await found({ site: "mer_00000000000000000000000000" })).toEqual([]);
  for (const wrong of [{ site: "x" }, { text: "" }, { text: "x".repeat(101) }]) {
    expect(await found(wrong)).toBe("invalid-request");
  }
  const sites = await get<PaidSites>(stage, "/v1/wallet/payments/sites", cookie(ben.session));
  expect(sites.body.sites).toEqual([{ id: stage.merchant.id, name: "The Newsstand" }]);
  const stranger = newPerson();
  expect((await get(stage, "/v1/wallet/payments/sites", cookie(stranger.session))).code).toBe(
    "signed-out",
  );
});

test("payments are listed newest first, each opens with its receipt", async () => {
  const clicked = await send(
    stage,
    clickBody(stage, anna, { offer: await newOffer(stage, { path: "/second" }) }),
  );
  const { body } = await get<PaymentPage>(stage, "/v1/wallet/payments", cookie(anna.session));
  expect(body.payments.map(({ kind, resource }) => [kind, resource])).toEqual([
    ["payment", "https://news.example/second"],
    ["payment", "https://news.example/first"],
    ["top-up", ""],
  ]);
  expect(body.next).toBe(null);
  const path = `/v1/wallet/payments/${body.payments[0]?.id}`;
  const detail = await get<PaymentDetail>(stage, path, cookie(anna.session));
  expect(detail.body).toMatchObject({ status: "captured", fee: { amount: "2500" } });
  expect(clicked.body).toMatchObject({ receipt: detail.body.receipt });
  expect((await get(stage, path, cookie(ben.session))).code).toBe("not-found");
  expect((await get(stage, path)).code).toBe("signed-out");
  expect((await get(stage, `${path}/proof`, cookie(ben.session))).code).toBe("not-found");
});

test("the list turns pages", async () => {
  const reader = newPerson();
  await payOnPage(stage, reader, { offer: await newOffer(stage, { path: "/tip", access: "use" }) });
  const offer = await newOffer(stage, { path: "/tip", access: "use", amount: 1n });
  await Promise.all(
    Array.from({ length: 60 }, () => send(stage, clickBody(stage, reader, { offer }))),
  );
  const first = await get<PaymentPage>(stage, "/v1/wallet/payments", cookie(reader.session));
  expect(first.body.payments.length).toBe(50);
  const rest = `/v1/wallet/payments?before=${first.body.next}`;
  const second = await get<PaymentPage>(stage, rest, cookie(reader.session));
  expect(second.body.payments.length).toBe(12);
  expect(new Set([...first.body.payments, ...second.body.payments].map(({ id }) => id)).size).toBe(
    62,
  );
  expect((await get(stage, "/v1/wallet/payments?before=x", cookie(reader.session))).code).toBe(
    "invalid-request",
  );
});

test("a payment's proof opens what its payer may see, and leads to the signed head", async () => {
  const { body } = await get<PaymentPage>(stage, "/v1/wallet/payments", cookie(anna.session));
  const path = `/v1/wallet/payments/${body.payments[0]?.id}/proof`;
  const proof = await get<PaymentProof>(stage, path, cookie(anna.session));
  expect(proof.body).toMatchObject({
    shared: { fields: expect.arrayContaining([["amount", "50000"]]) },
    payer: { fields: expect.arrayContaining([["allowance", anna.allowance]]) },
    merchant: { commitment: expect.stringMatching(/^[\w-]{43}$/) },
  });
  expect(proof.body.checkpoint).toContain("localhost:4020/log\n");
});

/** Checks a receipt file by the policy that the log publishes, and answers what it discloses. */
async function disclosedIn(file: string): Promise<Disclosure> {
  const policy = parseTrustPolicy(sha256, await (await stage.fetch("/log/policy")).text());
  if (!isPolicy(policy)) throw new Error(policy.fault);
  const checked = await checkReceiptFile(sha256, file, policy, verifiers);
  return typeof checked === "string" ? expect.fail(checked) : checked.disclosure;
}

/** The names of a group's facts; `null` for one that is closed. Closed is its commitment, and no salt. */
function namesIn({ groups }: Disclosure, group: Group): string[] | null {
  const { [group]: it } = groups;
  if ("fields" in it) {
    expect([Object.keys(it).toSorted(), it.salt.length]).toEqual([["fields", "salt"], 32]);
    return it.fields.map(([name]) => name).toSorted();
  }
  expect([Object.keys(it), it.commitment.length]).toEqual([["commitment"], 32]);
  return null;
}

test("payer and merchant each keep a receipt file that is checked without the server and shows their own facts", async () => {
  const { body } = await get<PaymentPage>(stage, "/v1/wallet/payments", cookie(anna.session));
  const id = body.payments[0]?.id ?? "";
  const asPayer = { "sec-fetch-site": "same-origin", ...cookie(anna.session) };
  const own = await stage.fetch(`/v1/wallet/payments/${id}/receipt-file`, { headers: asPayer });
  expect(own.headers.get("content-disposition")).toContain(`${id}.tlog-proof`);
  const ownPart = await disclosedIn(await own.text());
  const ownFacts = new Map(disclosedFields(ownPart));
  const shared = ["amount", "asset", "offer", "payment", "time"];
  expect(namesIn(ownPart, "shared")).toEqual(shared);
  expect(namesIn(ownPart, "payer")).toEqual(["allowance", "device", "gesture", "payer"]);
  expect(namesIn(ownPart, "merchant")).toBe(null);
  expect(ownFacts.get("amount")).toBe("50000");
  expect(ownFacts.get("allowance")).toBe(anna.allowance);
  expect(ownFacts.has("resource")).toBe(false);

  const path = `/v1/payments/${id}/receipt-file`;
  const asMerchant = { authorization: `Bearer ${stage.merchant.apiKey}` };
  const answer = await stage.fetch(path, { headers: asMerchant });
  const soldPart = await disclosedIn(await answer.text());
  const sold = new Map(disclosedFields(soldPart));
  expect(sold.get("payment")).toBe(ownFacts.get("payment"));
  expect(sold.get("merchant")).toBe(stage.merchant.id);
  expect(namesIn(soldPart, "shared")).toEqual(shared);
  expect(namesIn(soldPart, "payer")).toBe(null);
  expect(namesIn(soldPart, "merchant")).toEqual(["merchant", "resource"]);

  expect((await stage.fetch(path)).status).toBe(401);
  const other = await get(stage, `/v1/wallet/payments/${id}/receipt-file`, cookie(ben.session));
  expect(other.code).toBe("not-found");
  const topUp = body.payments.find(({ kind }) => kind === "top-up")?.id;
  const notASale = `/v1/payments/${topUp}/receipt-file`;
  expect((await stage.fetch(notASale, { headers: asMerchant })).status).toBe(404);
});

test("signing in and out: each challenge is good for one answer, and a signed-out session is dead", async () => {
  const options = await post<{ options: never }>(stage, "/v1/wallet/sign-in/options", {});
  const credential = anna.passkey.get(options.body.options, testOrigin);
  const browser = { cookie: options.cookies[0] ?? "" };
  const signedIn = await post(stage, "/v1/wallet/sign-in", { credential }, browser);
  expect(signedIn.status).toBe(200);
  const session = signedIn.cookies[0] ?? "";
  expect((await get<Me>(stage, "/v1/wallet/me", { cookie: session })).body.name).toBe(
    (await me(anna)).name,
  );
  expect((await post(stage, "/v1/wallet/sign-in", { credential }, browser)).code).toBe(
    "passkey-failed",
  );
  const stranger = newPerson().passkey;
  const made = stranger.create(
    {
      ...(options.body.options as object),
      rp: { id: "localhost", name: "x" },
      user: { id: "AA", name: "x", displayName: "x" },
    } as never,
    testOrigin,
  );
  expect((await post(stage, "/v1/wallet/sign-in", { credential: made })).code).toBe(
    "passkey-failed",
  );
  expect((await post(stage, "/v1/wallet/sign-in", { credential: {} })).code).toBe("passkey-failed");
  await post(stage, "/v1/wallet/sign-out", {}, { cookie: session });
  expect((await get(stage, "/v1/wallet/me", { cookie: session })).code).toBe("signed-out");
});

test("rule 11: an answer made in another browser signs nobody in, and its cookie alone neither", async () => {
  const asked = () => post<{ options: never }>(stage, "/v1/wallet/sign-in/options", {});
  const [attackers, victims] = [await asked(), await asked()];
  const credential = anna.passkey.get(attackers.body.options, testOrigin);
  const answer = (browser: string) =>
    post(stage, "/v1/wallet/sign-in", { credential }, cookie(browser));
  const forced = await answer(victims.cookies[0] ?? "");
  expect([forced.code, forced.cookies]).toEqual(["passkey-failed", []]);
  expect((await answer("")).code).toBe("passkey-failed");
  expect((await get(stage, "/v1/wallet/me", cookie(victims.cookies[0] ?? ""))).code).toBe(
    "signed-out",
  );
  expect((await answer(attackers.cookies[0] ?? "")).status).toBe(200);
});

test("rule 11: the session's secret changes with every level, and the one before is dead", async () => {
  const before = anna.session;
  await payOnPage(stage, anna, {
    offer: await newOffer(stage, { path: "/level" }),
    way: "get",
  });
  expect(anna.session).not.toBe(before);
  expect((await get(stage, "/v1/wallet/me", cookie(before))).code).toBe("signed-out");
  expect((await get(stage, "/v1/wallet/me", cookie(anna.session))).status).toBe(200);
});

test("revoked: an allowance or a key is refused at its next click, and only by its own payer", async () => {
  const revoke = (what: string, id: string, person: Person) =>
    post(stage, `/v1/wallet/${what}/${id}/revoke`, {}, cookie(person.session));
  const device = (await me(ben)).allowances[0]?.devices[0]?.id ?? "";
  expect((await revoke("devices", device, anna)).code).toBe("not-found");
  expect((await revoke("allowances", ben.allowance, anna)).code).toBe("not-found");
  expect(
    (await revoke("allowances", idFromBytes("allowance", new Uint8Array(16)), anna)).code,
  ).toBe("not-found");
  const click = async (path: string) =>
    (await send(stage, clickBody(stage, ben, { offer: await newOffer(stage, { path }) }))).body;
  expect(await click("/before")).toMatchObject({ kind: "captured" });
  expect((await revoke("devices", device, ben)).status).toBe(200);
  expect(await click("/after")).toMatchObject({ kind: "declined", reason: "device-revoked" });
  expect((await me(ben)).allowances).toMatchObject([{ status: "active", devices: [] }]);
  expect((await revoke("allowances", ben.allowance, ben)).status).toBe(200);
  expect((await revoke("allowances", ben.allowance, ben)).status).toBe(200);
  expect((await me(ben)).allowances).toMatchObject([{ status: "revoked", devices: [] }]);
});
