import { day, hour } from "@farthing/core";
import type { Me } from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { confirmAddress, outboxOf } from "../mail/mail.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  clickBody,
  cookie,
  get,
  newPerson,
  ownHeaders,
  payOnPage,
  type Person,
  send,
} from "../payments/person.testing.ts";
import { testOrigin, type TestServer } from "../server.testing.ts";
import { writeDigests } from "./writeDigests.ts";

const rate = { addressPerMinute: 0, payerPerMinute: 0, merchantPerMinute: 0 };
const clock = newTurnedClock();
let audited: AuditedServer;
let stage: TestServer;
let anna: Person;
beforeAll(async () => {
  audited = await openAudited({ clock, config: { rate, demo: true } });
  stage = audited.stage;
  anna = await enrolled();
  await confirmAddress(stage, anna, "anna@example.org");
  // Whatever the day is: the next Monday, half past eight in the morning where she is (UTC).
  const monday = 4 * day + 8.5 * hour;
  clock.turned += (((monday - clock.now()) % (7 * day)) + 7 * day) % (7 * day);
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);

async function enrolled(): Promise<Person> {
  const person = newPerson();
  const limits = {
    perClick: "50000",
    per24h: "4000000",
    total: "20000000",
    expiresAt: clock.now() + 200 * day,
  };
  await payOnPage(stage, person, { offer: await fresh({ amount: 10_000n }) });
  const wide = { offer: await fresh({ amount: 10_000n }), way: "get", limits } as const;
  await payOnPage(stage, person, wide);
  return person;
}

async function pay(person: Person, count: number, amount: bigint): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    const offer = await fresh({ amount });
    const { body } = await send(stage, clickBody(stage, person, { offer }));
    if (body.kind !== "captured") throw new Error(body.kind);
  }
}

const digests = async () => (await outboxOf(stage)).filter(({ kind }) => kind === "digest");
const me = async () => (await get<Me>(stage, "/v1/wallet/me", cookie(anna.session))).body;
const set = (change: object) =>
  stage.fetch("/v1/wallet/settings", {
    method: "PATCH",
    headers: { ...ownHeaders, ...cookie(anna.session), "content-type": "application/json" },
    body: JSON.stringify(change),
  });

test("nothing was paid in the week: no mail", async () => {
  clock.turned += 7 * day;
  await writeDigests(stage.deps);
  expect(await digests()).toEqual([]);
});

test("on Monday, once, however often it is looked; what was paid, to whom, and where to report", async () => {
  await pay(anna, 2, 20_000n);
  // Half past eight is too late for this Monday's.
  await writeDigests(stage.deps);
  expect(await digests()).toEqual([]);
  clock.turned += 7 * day;
  await writeDigests(stage.deps);
  await Promise.all([writeDigests(stage.deps), writeDigests(stage.deps)]);
  const [mail, ...more] = await digests();
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ to: "anna@example.org", subject: "Your week: $0.04" });
  expect(mail?.text).toContain(": $0.04 in 2 payments");
  expect(mail?.text).toContain("Nothing unusual.");
  expect(mail?.text).toContain(testOrigin);
  // Payers without an address hear nothing, and none of it stops the others.
  await enrolled();
  await writeDigests(stage.deps);
  expect(await digests()).toHaveLength(1);
});

test("a price that rose and many small charges are told, in the mail and in the wallet", async () => {
  await pay(anna, 5, 10_000n);
  expect((await me()).week.unusual).toEqual([]);
  clock.turned += 7 * day;
  await pay(anna, 30, 50_000n);
  const play = (amount: number) => ({ amount: String(amount), asset: "PLAY/6" });
  const { unusual } = (await me()).week;
  expect(unusual).toEqual([
    { kind: "price-rise", merchant: unusual[0]?.merchant, from: play(10_000), to: play(50_000) },
    { kind: "many-small", merchant: unusual[0]?.merchant, count: 30, sum: play(1_500_000) },
  ]);
  clock.turned += 7 * day;
  await writeDigests(stage.deps);
  const mail = (await digests()).at(-1);
  expect(mail?.text).toContain("asks more than it did: usually $0.05 now, $0.01 before.");
  expect(mail?.text).toContain("made 30 small charges, $1.50 in all.");
});

test("not on other days, not two days late, and not for who turned it off", async () => {
  const before = (await digests()).length;
  clock.turned += 2 * day;
  await pay(anna, 1, 10_000n);
  await writeDigests(stage.deps);
  clock.turned += 5 * day;
  expect((await set({ digest: "never" })).status).toBe(200);
  await writeDigests(stage.deps);
  expect(await digests()).toHaveLength(before);
  expect((await set({ digest: "weekly" })).status).toBe(200);
  await writeDigests(stage.deps);
  expect(await digests()).toHaveLength(before + 1);
});

test("eight o'clock where the payer is", async () => {
  const before = (await digests()).length;
  await pay(anna, 1, 10_000n);
  clock.turned += 7 * day - hour;
  // Half past seven in Greenwich is half past eight or nine in Berlin, and three in New York.
  await set({ timeZone: "America/New_York" });
  await writeDigests(stage.deps);
  expect(await digests()).toHaveLength(before);
  await set({ timeZone: "Europe/Berlin" });
  await writeDigests(stage.deps);
  expect(await digests()).toHaveLength(before + 1);
});
