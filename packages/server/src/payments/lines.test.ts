import { afterAll, beforeAll, expect, test } from "vitest";
import type { ServerConfig } from "../config.ts";
import type { TestServer } from "../server.testing.ts";
import { type AuditedServer, balances, openAudited } from "./books.testing.ts";
import {
  clickBody,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
  sayHello,
  send,
  sendUndo,
} from "./person.testing.ts";

const generous = { per24h: 10n ** 12n, per30d: 10n ** 12n, sinceCheck: 10n ** 12n, topUp24h: 0n };

/** How many clicks of 50,000 each line allows after a first payment of as much, and what it says then. */
const table: [name: string, config: Partial<ServerConfig>, clicks: number, refusal: string][] = [
  ["24 hours of one site", {}, 10, "step-up over-24h"],
  [
    "all of one allowance",
    { preset: { perClick: 50_000n, per24h: 10n ** 9n, total: 150_000n, days: 30 } },
    3,
    "step-up over-total",
  ],
  [
    "a payer's 24 hours",
    { payerLimits: { ...generous, per24h: 200_000n } },
    3,
    "declined daily-limit-reached",
  ],
  [
    "a payer's 30 days",
    { payerLimits: { ...generous, per30d: 200_000n } },
    3,
    "declined monthly-limit-reached",
  ],
  [
    "the sum since the last check",
    { payerLimits: { ...generous, sinceCheck: 200_000n } },
    4,
    "step-up check-due",
  ],
  ["the balance", { welcome: 200_000n }, 3, "declined insufficient-balance"],
];

test.each(table)(
  "%s: refused at the line, and not one click before",
  async (_, config, clicks, refusal) => {
    const audited = await openAudited({ config });
    const { stage } = audited;
    const person = newPerson();
    await payOnPage(stage, person, { offer: await newOffer(stage, { access: "use" }) });
    const offer = await newOffer(stage, { access: "use" });
    const click = () => send(stage, clickBody(stage, person, { offer }));
    for (let at = 0; at < clicks; at += 1) expect((await click()).body.kind).toBe("captured");
    const before = await balances(stage);
    const { body } = await click();
    expect(`${body.kind} ${"reason" in body ? body.reason : ""}`).toBe(refusal);
    expect(await balances(stage)).toEqual(before);
    expect(await audited.close()).toEqual([]);
  },
);

let audited: AuditedServer;
let stage: TestServer;
let person: Person;
beforeAll(async () => {
  audited = await openAudited({
    config: { payerLimits: { ...generous, sinceCheck: 100_000n }, undoMs: 0 },
  });
  stage = audited.stage;
  person = newPerson();
  await payOnPage(stage, person, { offer: await newOffer(stage) });
});
afterAll(async () => expect(await audited.close()).toEqual([]));

test("a passkey sets the sum since the last check to zero", async () => {
  const offer = await newOffer(stage, { access: "use", path: "/tip" });
  const click = async () => (await send(stage, clickBody(stage, person, { offer }))).body.kind;
  expect([await click(), await click(), await click()]).toEqual([
    "captured",
    "captured",
    "step-up",
  ]);
  const { outcome } = await payOnPage(stage, person, { offer, way: "get" });
  expect(outcome.kind).toBe("captured");
  expect([await click(), await click(), await click()]).toEqual([
    "captured",
    "captured",
    "step-up",
  ]);
});

test("hello says which line the next click would cross", async () => {
  const dear = await newOffer(stage, { amount: 60_000n, path: "/dear" });
  expect((await sayHello(stage, { key: person.key, offer: dear })).body).toMatchObject({
    state: "needs-wallet",
    why: "over-per-click",
    allowance: { perClick: { amount: "50000" } },
  });
});

test("an undo after its time is too late", async () => {
  const other = newPerson();
  const { outcome } = await payOnPage(stage, other, { offer: await newOffer(stage) });
  if (outcome.kind !== "captured") throw new Error("captured");
  const before = await balances(stage);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await sendUndo(stage, other, outcome.payment)).code).toBe("undo-too-late");
  expect(await balances(stage)).toEqual(before);
});

test("a retry outlives its offer and its authorization", async () => {
  const other = newPerson();
  await payOnPage(stage, other, { offer: await newOffer(stage) });
  const offer = await newOffer(stage, { path: "/soon-gone", expiresInSeconds: 10 });
  const notAfter = stage.deps.clock.now() + 40;
  const body = clickBody(stage, other, { offer, change: { notAfter } });
  const first = await send(stage, body);
  expect(first.body.kind).toBe("captured");
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await send(stage, body)).body).toEqual(first.body);
  const unheard = clickBody(stage, other, { offer, change: { notAfter } });
  expect((await send(stage, unheard)).code).toBe("authorization-expired");
});
