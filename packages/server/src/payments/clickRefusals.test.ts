import { encodeJws, type PaymentRequest } from "@farthing/protocol";
import { newId, systemClock } from "@farthing/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newApiKey, registerMerchant } from "../merchants/registerMerchant.ts";
import { readOffer } from "../offers/readOffer.ts";
import type { TestServer } from "../server.testing.ts";
import { type AuditedServer, balances, openAudited, sumOfBalances } from "./books.testing.ts";
import {
  askGrant,
  clickBody,
  hashOf,
  newFrameKey,
  newOffer,
  newPerson,
  ownHeaders,
  payOnPage,
  type Person,
  post,
  sayHello,
  send,
  sendUndo,
} from "./person.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
let anna: Person;
let ben: Person;
const neighbour = {
  id: newId("merchant", systemClock.now()),
  apiKey: newApiKey(),
  origin: "https://news.example",
};

beforeAll(async () => {
  audited = await openAudited();
  stage = audited.stage;
  await registerMerchant(stage.deps, {
    ...neighbour,
    name: "Next door",
    origins: [neighbour.origin],
  });
  anna = newPerson();
  ben = newPerson();
  await payOnPage(stage, anna, { offer: await newOffer(stage, { path: "/anna" }) });
  await payOnPage(stage, ben, { offer: await newOffer(stage, { path: "/ben" }) });
});
afterAll(async () => expect(await audited.close()).toEqual([]));

let page = 0;
const fresh = (of: Parameters<typeof newOffer>[1] = {}) => {
  page += 1;
  return newOffer(stage, { path: `/page-${page}`, ...of });
};

/** An offer of ours, except for what `change` says. */
async function offerWith(change: Record<string, unknown>, kid = stage.deps.keys.issuer.kid) {
  const { claims } = readOffer(stage.deps, await fresh());
  const header = { typ: "farthing-offer+jwt", kid };
  return encodeJws(header, { ...claims, ...change }, stage.deps.keys.issuer.sign);
}

const seconds = () => Math.floor(stage.deps.clock.now() / 1_000);

type Make = () => Promise<PaymentRequest>;

/** A click that is right in every way but one. */
const cases: Record<string, [make: Make, expected: string]> = {
  "signed by another key": [
    async () => {
      const body = clickBody(stage, anna, { offer: await fresh() });
      return { ...body, signature: clickBody(stage, ben, { offer: body.offer }).signature };
    },
    "signature-invalid",
  ],
  "a field changed after signing": [
    async () => {
      const body = clickBody(stage, anna, { offer: await fresh() });
      return { ...body, authorization: { ...body.authorization, counter: 900 } };
    },
    "signature-invalid",
  ],
  "signed for another offer": [
    async () => {
      const other = hashOf(await fresh());
      return clickBody(stage, anna, { offer: await fresh(), change: { offer: other } });
    },
    "signature-invalid",
  ],
  "a key nobody approved": [
    async () => {
      const stranger = { ...newPerson(), allowance: anna.allowance };
      return clickBody(stage, stranger, { offer: await fresh() });
    },
    "device-unknown",
  ],
  "somebody else's allowance": [
    async () =>
      clickBody(stage, anna, { offer: await fresh(), change: { allowance: ben.allowance } }),
    "device-unknown",
  ],
  "a key of the wrong length": [
    async () => {
      const body = clickBody(stage, anna, { offer: await fresh() });
      return { ...body, device: { ...body.device, key: "AAAA" } };
    },
    "invalid-request",
  ],
  "an expired offer": [
    async () => clickBody(stage, anna, { offer: await offerWith({ exp: seconds() - 1 }) }),
    "offer-expired",
  ],
  "an offer of another issuer": [
    async () =>
      clickBody(stage, anna, { offer: await offerWith({ iss: "https://other.example" }) }),
    "offer-invalid",
  ],
  "an offer under another key's name": [
    async () => clickBody(stage, anna, { offer: await offerWith({}, "other") }),
    "offer-invalid",
  ],
  "an offer with a claim missing": [
    async () => clickBody(stage, anna, { offer: await offerWith({ amount: undefined }) }),
    "offer-invalid",
  ],
  "an offer of the neighbour on the same site": [
    async () => clickBody(stage, anna, { offer: await fresh({ apiKey: neighbour.apiKey }) }),
    "wrong-merchant",
  ],
  "a page that is not registered": [
    async () => clickBody(stage, anna, { offer: await fresh(), parent: "https://evil.example" }),
    "origin-not-registered",
  ],
  "an expired authorization": [
    async () => {
      const time = stage.deps.clock.now() - 61_000;
      return clickBody(stage, anna, {
        offer: await fresh(),
        change: { time, notAfter: time + 60_000 },
      });
    },
    "authorization-expired",
  ],
  "an authorization from the future": [
    async () => {
      const time = stage.deps.clock.now() + 90_000;
      return clickBody(stage, anna, {
        offer: await fresh(),
        change: { time, notAfter: time + 1_000 },
      });
    },
    "clock-skew",
  ],
  "an authorization that lives too long": [
    async () => {
      const time = stage.deps.clock.now();
      return clickBody(stage, anna, {
        offer: await fresh(),
        change: { time, notAfter: time + 60_001 },
      });
    },
    "invalid-request",
  ],
  "over the per-click line": [
    async () => clickBody(stage, anna, { offer: await fresh({ amount: 50_001n }) }),
    "step-up over-per-click",
  ],
  "more than any click may take": [
    async () => clickBody(stage, anna, { offer: await fresh({ amount: 5_000_001n }) }),
    "step-up over-per-click",
  ],
  "more than a micropayment": [
    async () => clickBody(stage, anna, { offer: await fresh({ amount: 500_000_001n }) }),
    "declined daily-limit-reached",
  ],
};

describe("a click with one thing wrong changes no balance", () => {
  test.each(Object.entries(cases))("%s", async (_, [make, expected]) => {
    const before = await balances(stage);
    const { body, code } = await send(stage, await make());
    const said = code ?? `${body.kind} ${"reason" in body ? body.reason : ""}`;
    expect(said).toBe(expected);
    expect(await balances(stage)).toEqual(before);
    expect(await sumOfBalances(stage)).toBe(0n);
  });
});

test("an offer altered in any character is not an offer", async () => {
  const offer = await fresh();
  const before = await balances(stage);
  const place = fc.nat({ max: offer.length - 1 });
  const letter = fc.constantFrom(..."ABCXYZabcxyz059-_.".split(""));
  await fc.assert(
    fc.asyncProperty(place, letter, async (at, char) => {
      fc.pre(offer[at] !== char);
      const altered = offer.slice(0, at) + char + offer.slice(at + 1);
      const signedAnew = await send(stage, clickBody(stage, anna, { offer: altered }));
      expect(signedAnew.code).toBe("offer-invalid");
    }),
    { numRuns: 60 },
  );
  expect(await balances(stage)).toEqual(before);
});

const envelope: Record<
  string,
  [init: { headers?: Record<string, string>; body?: string }, expected: string]
> = {
  "rule 7: the merchant page's own request, partition cookie and all": [
    {
      headers: {
        "sec-fetch-site": "cross-site",
        cookie: "__Host-farthing-part-x=1",
        origin: "https://news.example",
      },
    },
    "cross-site-request",
  ],
  "rule 7: another site's origin": [
    { headers: { origin: "https://news.example" } },
    "cross-site-request",
  ],
  "rule 7: Origin null, as a sandboxed form sends": [
    { headers: { origin: "null" } },
    "cross-site-request",
  ],
  "rule 7: same site is not same origin": [
    { headers: { "sec-fetch-site": "same-site" } },
    "cross-site-request",
  ],
  "rule 7: a form's media type": [
    { headers: { "content-type": "application/x-www-form-urlencoded" } },
    "unsupported-media-type",
  ],
  "malformed JSON": [{ body: "{" }, "malformed-json"],
  "an empty body": [{ body: "" }, "malformed-json"],
  "not an object": [{ body: "7" }, "invalid-request"],
  "a field too many": [{ body: '{"tip":1}' }, "invalid-request"],
  "10 MB": [{ body: "x".repeat(10_000_000) }, "body-too-large"],
};

const addresses = [
  "/v1/frame/hello",
  "/v1/frame/grants",
  "/v1/frame/grants/grt_00000000000000000000000000/events",
  "/v1/frame/grants/grt_00000000000000000000000000/result",
  "/v1/frame/payments",
  "/v1/frame/payments/pay_00000000000000000000000000/undo",
  "/v1/wallet/grants",
  "/v1/wallet/grants/grt_00000000000000000000000000/open",
  "/v1/wallet/grants/grt_00000000000000000000000000/terms",
  "/v1/wallet/grants/grt_00000000000000000000000000/approve",
  "/v1/wallet/grants/grt_00000000000000000000000000/leave",
  "/v1/frame/enrolments",
  "/v1/frame/step-ups",
  "/v1/frame/step-ups/payments",
  "/v1/frame/grants/grt_00000000000000000000000001/cancel",
  "/v1/wallet/sign-in/options",
  "/v1/wallet/sign-in",
  "/v1/wallet/sign-out",
];

describe("every address of frame and wallet", () => {
  test.each(Object.entries(envelope))("%s", async (_, [{ headers, body }, expected]) => {
    const before = await balances(stage);
    for (const path of addresses) {
      const init = { method: "POST", headers: { ...ownHeaders, ...headers }, body: body ?? "{}" };
      const response = await stage.fetch(path, init);
      expect([path, ((await response.json()) as { code: string }).code]).toEqual([path, expected]);
    }
    expect(await balances(stage)).toEqual(before);
  });
});

test("rule 7: a request without an origin is refused", async () => {
  const { origin: _, ...headers } = ownHeaders;
  const response = await stage.fetch("/v1/frame/payments", { method: "POST", headers, body: "{}" });
  expect(((await response.json()) as { code: string }).code).toBe("cross-site-request");
});

test("rule 8: a key of one merchant says nothing to the neighbour on the same site", async () => {
  const offer = await fresh({ apiKey: neighbour.apiKey });
  expect((await sayHello(stage, { key: anna.key, offer })).code).toBe("wrong-merchant");
  expect((await askGrant(stage, anna, { offer })).code).toBe("wrong-merchant");
});

test("rules 8 and 23: hello and a grant from a page that is not registered", async () => {
  const offer = await fresh();
  const parent = "https://evil.example";
  expect((await sayHello(stage, { key: null, offer, parent })).code).toBe("origin-not-registered");
  const person = newPerson();
  expect((await askGrant(stage, person, { offer, parent })).code).toBe("origin-not-registered");
  const away = await askGrant(stage, person, { offer, returnTo: "https://evil.example/" });
  expect(away.code).toBe("origin-not-registered");
});

test("an undo by anybody but the key that paid finds nothing", async () => {
  const { body } = await send(stage, clickBody(stage, anna, { offer: await fresh() }));
  if (body.kind !== "captured") throw new Error("captured");
  const before = await balances(stage);
  expect((await sendUndo(stage, ben, body.payment)).code).toBe("not-found");
  expect((await sendUndo(stage, { ...ben, key: newFrameKey() }, body.payment)).code).toBe(
    "not-found",
  );
  expect((await sendUndo(stage, anna, "pay_00000000000000000000000000")).code).toBe("not-found");
  expect((await sendUndo(stage, anna, "pay_nonsense")).code).toBe("not-found");
  expect(await balances(stage)).toEqual(before);
});

test("an unknown grant id is not found, a nonsense one neither", async () => {
  for (const id of ["grt_00000000000000000000000000", "grt_x", "7"]) {
    const open = await post(stage, `/v1/wallet/grants/${id}/open`, { arrival: "x" });
    expect(open.code).toBe("grant-not-found");
  }
});
