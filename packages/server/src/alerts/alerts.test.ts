import { day, hour } from "@farthing/core";
import { defaultPolicy } from "@farthing/risk";
import type { Me, PaymentOutcome } from "@farthing/protocol";
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
  post,
  send,
} from "../payments/person.testing.ts";
import { noteConflicts } from "../risk/riskMemory.testing.ts";
import { type TestServer, unhurriedPolicy } from "../server.testing.ts";
import { alertsOf } from "./alertsOf.ts";
import { tellUnusual } from "./tellUnusual.ts";

const clock = newTurnedClock();
let audited: AuditedServer;
let stage: TestServer;
let anna: Person;
let ben: Person;
beforeAll(async () => {
  // Nobody is too fast, and everything that looks unusual does.
  const policy = { ...unhurriedPolicy, scoring: defaultPolicy.scoring };
  audited = await openAudited({ clock, policy, config: { demo: true } });
  stage = audited.stage;
  [anna, ben] = [await newReader(), await newReader()];
  await confirmAddress(stage, anna, "anna@example.org");
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);

async function newReader(): Promise<Person> {
  const person = newPerson();
  const limits = {
    perClick: "1000000",
    per24h: "4000000",
    total: "20000000",
    expiresAt: clock.now() + 200 * day,
  };
  await payOnPage(stage, person, { offer: await fresh() });
  await payOnPage(stage, person, { offer: await fresh(), way: "get", limits });
  return person;
}

const alerts = async (person: Person) =>
  (await get<Me>(stage, "/v1/wallet/me", cookie(person.session))).body.alerts;
const kinds = async (person: Person) => (await alerts(person)).map(({ kind }) => kind);
const mails = async () =>
  (await outboxOf(stage)).filter(({ kind }) => kind === "unusual").map(({ subject }) => subject);
const see = async (person: Person, kind: string) =>
  post(stage, "/v1/wallet/alerts/seen", { kind, site: stage.merchant.id }, cookie(person.session));

async function click(person: Person, amount: bigint): Promise<PaymentOutcome["kind"]> {
  const offer = await fresh({ amount });
  return (await send(stage, clickBody(stage, person, { offer }))).body.kind;
}

test("a payment that is declined for its risk is told once a day, by banner and mail, until it is looked at", async () => {
  for (let at = 0; at < 6; at += 1) expect(await click(anna, 10_000n)).toBe("captured");
  expect([await alerts(anna), await mails()]).toEqual([[], []]);
  const { id: payer } = (await get<Me>(stage, "/v1/wallet/me", cookie(anna.session))).body;
  const { store } = stage.deps;
  const keys = store.selectFrom("devices").select("id").where("payer_id", "=", payer);
  for (const { id: device } of await keys.execute()) noteConflicts(stage.deps, { payer, device });
  // A copied key at a site agreed to minutes ago, at many times the usual price.
  for (let at = 0; at < 3; at += 1) expect(await click(anna, 600_000n)).toBe("declined");
  expect(await alerts(anna)).toEqual([
    {
      kind: "too-risky",
      site: stage.merchant.id,
      merchant: "The Newsstand",
      at: expect.any(Number),
    },
  ]);
  const turnedDown = "An unusual payment from your wallet was turned down";
  expect(await mails()).toEqual([turnedDown]);
  // It is nobody else's, and nobody else looks at it.
  expect(await alerts(ben)).toEqual([]);
  await see(ben, "too-risky");
  expect(await kinds(anna)).toEqual(["too-risky"]);
  expect((await see(anna, "too-risky")).code).toBeNull();
  expect(await alerts(anna)).toEqual([]);
  expect(await click(anna, 600_000n)).toBe("declined");
  expect(await alerts(anna)).toEqual([]);
});

test("many small charges in a row are told once, where the payer has no address by the banner alone", async () => {
  const before = (await mails()).length;
  for (let at = 0; at < 29; at += 1) expect(await click(ben, 10_000n)).toBe("captured");
  expect(await kinds(ben)).toEqual([]);
  for (let at = 0; at < 4; at += 1) await click(ben, 10_000n);
  expect(await kinds(ben)).toEqual(["many-small"]);
  expect((await mails()).length).toBe(before);
});

test("a key that was used from two networks is closed, and its payer told", async () => {
  const carla = await newReader();
  await confirmAddress(stage, carla, "carla@example.org");
  const sendFrom = async (address: string, counter?: number) => {
    const offer = await fresh({ amount: 10_000n });
    const change = counter === undefined ? {} : { counter };
    const body = JSON.stringify(clickBody(stage, carla, { offer, change }));
    const url = new URL("/v1/frame/payments", stage.deps.config.origin);
    const request = new Request(url, { method: "POST", headers: ownHeaders, body });
    return stage.server.fetch(request, { address });
  };
  await sendFrom("203.0.113.7");
  await sendFrom("198.51.100.9", carla.key.counter);
  expect(await kinds(carla)).toEqual(["key-closed"]);
  expect(await mails()).toContain("A browser of your wallet was shut out");
});

test("told by another process today, it is not told again; after 30 days no banner shows it", async () => {
  const dora = await newReader();
  const { id: payer } = (await get<Me>(stage, "/v1/wallet/me", cookie(dora.session))).body;
  const fact = { payer, merchant: stage.merchant.id, kind: "too-risky" as const };
  await tellUnusual(stage.deps, fact);
  await see(dora, "too-risky");
  await tellUnusual({ ...stage.deps }, fact);
  expect(await kinds(dora)).toEqual([]);
  clock.turned += day + hour;
  await tellUnusual({ ...stage.deps }, fact);
  expect(await kinds(dora)).toEqual(["too-risky"]);
  clock.turned += 30 * day;
  expect(await alertsOf(stage.deps, payer)).toEqual([]);
});
