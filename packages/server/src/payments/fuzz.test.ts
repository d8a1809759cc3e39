import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestServer } from "../server.testing.ts";
import { type AuditedServer, balances, openAudited } from "./books.testing.ts";
import {
  clickBody,
  cookie,
  newOffer,
  newPerson,
  ownHeaders,
  payOnPage,
  type Person,
  prove,
  randomText,
} from "./person.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
let person: Person;
let offer: string;

beforeAll(async () => {
  audited = await openAudited();
  stage = audited.stage;
  person = newPerson();
  offer = await newOffer(stage);
  await payOnPage(stage, person, { offer });
});
afterAll(async () => expect(await audited.close()).toEqual([]));

/** A good body of each address, to be spoilt in one place. */
function goodBodies(): Record<string, object> {
  const grant = "grt_0000000000000000000000000z";
  const payment = "pay_0000000000000000000000000z";
  const proof = prove(stage, person.key, { purpose: "hello", subject: "x" });
  return {
    "/v1/frame/hello": { offer, parent: stage.merchant.origin, proof, keyStorage: "kept" },
    "/v1/frame/grants": {
      grant,
      offer,
      parent: stage.merchant.origin,
      returnTo: "https://news.example/",
      keyStorage: "memory",
      proof,
    },
    [`/v1/frame/grants/${grant}/result`]: { proof },
    [`/v1/frame/payments/${payment}/undo`]: { proof },
    [`/v1/frame/payments/${payment}/after`]: { proof },
    [`/v1/frame/payments/${payment}/wish`]: { proof, wish: "less" },
    [`/v1/wallet/payments/${payment}/reports`]: { reason: "not-as-described" },
    "/v1/refunds": { payment, reason: "goodwill" },
    "/v1/merchant/origins": { origin: "https://more.example" },
    "/v1/frame/payments": { ...clickBody(stage, person, { offer }), signature: randomText(64) },
    "/v1/wallet/grants": { offer, arrival: "1.none.x" },
    [`/v1/wallet/grants/${grant}/open`]: { arrival: "x" },
    [`/v1/wallet/grants/${grant}/terms`]: {
      choice: "allow",
      way: "get",
      limits: { perClick: "1", per24h: "1", total: "1", expiresAt: 1 },
    },
    [`/v1/wallet/grants/${grant}/approve`]: {
      credential: { id: "x", response: { clientDataJSON: "e30" } },
    },
    "/v1/wallet/sign-in": { credential: { id: "x", response: { clientDataJSON: "e30" } } },
    "/v1/wallet/top-ups": { money: { amount: "1", asset: "PLAY/6" } },
    [`/v1/wallet/allowances/${person.allowance.replace(/.$/, "z")}/revoke`]: {},
  };
}

/** `value` in place of one field somewhere inside `body`. */
function spoil(body: unknown, steps: readonly number[], value: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof body !== "object" || body === null) return value;
  const names = Object.keys(body);
  const name = names[step % Math.max(1, names.length)];
  return name === undefined
    ? value
    : { ...body, [name]: spoil(Reflect.get(body, name), rest, value) };
}

test("whatever is sent, the answer is a problem of the catalogue and no balance moves", async () => {
  const before = await balances(stage);
  const bodies = Object.entries(goodBodies());
  const strange = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>(
      "",
      "\u0000",
      "9".repeat(400),
      -1,
      1e308,
      null,
      [],
      {},
      "__proto__",
      "A".repeat(9_000),
    ),
  );
  const index = fc.nat({ max: bodies.length - 1 });
  const steps = fc.array(fc.nat({ max: 9 }), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(index, steps, strange, async (at, path, value) => {
      const [address = "", good] = bodies[at] ?? [];
      const response = await stage.fetch(address, {
        method: "POST",
        headers: { ...ownHeaders, ...cookie(person.session) },
        body: JSON.stringify(spoil(good, path, value)) ?? "",
      });
      expect(response.status, `${address} ${await response.clone().text()}`).toBeLessThan(500);
      expect(response.status === 200 ? address : "").toMatch(/^$|hello/);
    }),
    { numRuns: 400 },
  );
  expect(await balances(stage)).toEqual(before);
});
