import { day, hour, instant, minute, systemClock } from "@farthing/core";
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

/** How many clicks of 50,000 each line allows after a first payment of as much, and what it says then. */
const table: [name: string, config: Partial<ServerConfig>, clicks: number, refusal: string][] = [
  ["24 hours of one site", {}, 10, "step-up over-24h"],
  [
    "all of one allowance",
    { preset: { perClick: 50_000n, per24h: 10n ** 9n, total: 150_000n, days: 30 } },
    3,
    "step-up over-total",
  ],
  ["a payer's 24 hours", { payerCeiling: { day: 200_000n } }, 3, "declined daily-limit-reached"],
  ["a payer's 30 days", { payerCeiling: { month: 200_000n } }, 3, "declined monthly-limit-reached"],
  [
    "the sum since the last check",
    { payerCeiling: { sinceCheck: 200_000n } },
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
    config: { payerCeiling: { sinceCheck: 100_000n } },
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

test("hours and days pass: undo ends, lines give back, the allowance ends, a retry still hears its first answer", async () => {
  const clock = { turned: 0, now: () => instant(systemClock.now() + clock.turned) };
  const turned = await openAudited({ clock });
  const { stage: later } = turned;
  const other = newPerson();
  await payOnPage(later, other, { offer: await newOffer(later) });
  const offer = await newOffer(later, { path: "/tip", access: "use", expiresInSeconds: 86_400 });
  const click = () => clickBody(later, other, { offer });
  const bodies = Array.from({ length: 10 }, click);
  for (const body of bodies) expect((await send(later, body)).body.kind).toBe("captured");
  const [firstBody] = bodies;
  if (firstBody === undefined) throw new Error("ten clicks");
  const first = await send(later, firstBody);
  const said = async () => {
    const { body, code } = await send(
      later,
      clickBody(later, other, { offer: await freshTip(later) }),
    );
    return code ?? `${body.kind} ${"reason" in body ? body.reason : ""}`;
  };
  const { payment } = first.body as { payment: string };
  const unheard = click();
  const rest: string[] = [await said()];
  const hello = await sayHello(later, { key: other.key, offer });
  const hourNow = Math.floor(clock.now() / hour);
  // The hour may turn while ten clicks are made.
  expect([25, 24].map((more) => (hourNow + more) * hour)).toContain(hello.body.allowance?.moreAt);
  clock.turned += 10_001;
  rest.push((await sendUndo(later, other, payment)).code ?? "undone");
  clock.turned += minute;
  rest.push((await send(later, unheard)).code ?? "paid");
  rest.push((await send(later, firstBody)).body.kind);
  clock.turned += 25 * hour;
  rest.push((await send(later, firstBody)).body.kind, await said());
  clock.turned += 30 * day;
  rest.push(await said());
  expect(
    (await sayHello(later, { key: other.key, offer: await freshTip(later) })).body,
  ).toMatchObject({
    state: "needs-wallet",
    why: "allowance-ended",
  });
  expect(rest).toEqual([
    "step-up over-24h",
    "undo-too-late",
    "authorization-expired",
    "captured",
    "captured",
    "captured ",
    "step-up allowance-ended",
  ]);
  const { outcome } = await payOnPage(later, other, { offer: await freshTip(later), way: "get" });
  expect([outcome.kind, await said()]).toEqual(["captured", "captured "]);
  expect(await turned.close()).toEqual([]);
});

const freshTip = (on: TestServer) => newOffer(on, { path: "/tip", access: "use" });
