import { hour } from "@farthing/core";
import type { AgentEdit } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addNeighbour, newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import { newPerson, payOnPage, type Person } from "../payments/person.testing.ts";
import { newAgentDesk, type Program, told } from "./agentStage.testing.ts";

const clock = newTurnedClock();
let audited: AuditedServer;
let neighbour: Awaited<ReturnType<typeof addNeighbour>>;
let anna: Person;
let program: Program;
beforeAll(async () => {
  audited = await openAudited({ clock });
  neighbour = await addNeighbour(audited.stage);
});
beforeEach(async () => {
  anna = await enrolled();
  program = await desk.newProgram(anna, { perPayment: cents(5), perSession: cents(100) });
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const stage = () => audited.stage;
const desk = newAgentDesk(stage);
const offer = newPages(stage);
const cents = (count: number) => String(count * 10_000);

async function enrolled(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage(), person, { offer: await offer({ amount: 10_000n }) });
  clock.turned += hour;
  return person;
}

const own = async () => (await desk.page(anna)).programs[0];
const pay = async (count: number) =>
  told(await desk.send(desk.body(program, await offer({ amount: BigInt(cents(count)) }))));

/** The terms that stand (5, 100 and 500 cents at the stage's site), changed. */
const terms = (change: Partial<AgentEdit>): AgentEdit => ({
  sites: [stage().merchant.id],
  perPayment: cents(5),
  perSession: cents(100),
  per24h: cents(500),
  ...change,
});
const path = (id = program.id) => `/${id}/terms`;
const edit = (change: Partial<AgentEdit>, credential?: unknown, by = anna) =>
  desk.ask(by, path(), {
    edit: terms(change),
    ...(credential === undefined ? {} : { credential }),
  });
/** With the passkey. */
async function raise(change: Partial<AgentEdit>) {
  const credential = await desk.answerTo(anna, path(), { edit: terms(change) });
  return edit(change, credential);
}

test("lower holds from the next payment on, without a passkey, and what was used stays used", async () => {
  expect(await pay(5)).toBe("captured");
  expect((await edit({ perPayment: cents(3), perSession: cents(10) })).code).toBe(null);
  expect(await own()).toMatchObject({
    perPayment: { amount: cents(3) },
    perSession: { amount: cents(10) },
    leftSession: { amount: cents(5) },
    per24h: { amount: cents(500) },
  });
  expect(await pay(4)).toBe("step-up over-per-click");
  expect(await pay(3)).toBe("captured");
  expect(await pay(3)).toBe("step-up over-total");
});

test("higher takes the passkey, bound to these terms in the place of those", async () => {
  const more = { perPayment: cents(10) };
  expect((await edit(more)).code).toBe("raise-needs-passkey");
  const credential = await desk.answerTo(anna, path(), { edit: terms(more) });
  expect((await edit({ perPayment: cents(9) }, credential)).code).toBe("passkey-failed");
  expect((await edit(more, credential)).code).toBe(null);
  expect(await pay(10)).toBe("captured");
  // Sent again it asks for what stands, and after a lowering it raises nothing.
  expect((await edit(more, credential)).code).toBe(null);
  await edit({});
  expect((await edit(more, credential)).code).toBe("passkey-failed");
  expect(await pay(10)).toBe("step-up over-per-click");
});

test("a raise counts in the risk of payments for a day, as a raise of a site's lines does", async () => {
  await raise({ perPayment: cents(10) });
  const row = await stage()
    .deps.store.selectFrom("payers")
    .select("limit_raised_at")
    .orderBy("created_at", "desc")
    .executeTakeFirstOrThrow();
  expect(clock.now() - (row.limit_raised_at ?? 0)).toBeLessThan(hour);
});

test("a further site takes the passkey; taken away it is not paid any more, and comes back by the passkey alone", async () => {
  const both = { sites: [stage().merchant.id, neighbour.id] };
  expect((await edit(both)).code).toBe("raise-needs-passkey");
  expect((await own())?.sites).toHaveLength(1);
  expect((await raise(both)).code).toBe(null);
  expect((await own())?.sites.map(({ id }) => id).sort()).toEqual([...both.sites].sort());
  expect((await edit({ sites: [neighbour.id] })).code).toBe(null);
  expect(await pay(5)).toBe("declined site-not-allowed");
  expect((await edit(both)).code).toBe("raise-needs-passkey");
  expect((await raise(both)).code).toBe(null);
  expect(await pay(5)).toBe("captured");
});

test("figures above the preset's, none at all, no site, and sites that there are not, are refused", async () => {
  const { highest } = await desk.page(anna);
  const above = String(BigInt(highest.perPayment.amount) + 1n);
  const codes = await Promise.all([
    edit({ perPayment: above, perSession: above, per24h: above }),
    edit({ perPayment: "0" }),
    edit({ perPayment: cents(300) }),
    edit({ sites: [] }),
    edit({ sites: ["mer_00000000000000000000000000"] }),
  ]);
  expect(codes.map(({ code }) => code)).toEqual([
    "limits-too-high",
    "invalid-request",
    "invalid-request",
    "invalid-request",
    "invalid-request",
  ]);
  expect(await own()).toMatchObject({ perPayment: { amount: cents(5) } });
});

test("nobody edits somebody else's program, nor one that is paused or taken back", async () => {
  const ben = await enrolled();
  expect((await edit({ perPayment: cents(3) }, undefined, ben)).code).toBe("not-found");
  await desk.ask(anna, `/${program.id}/pause`);
  expect((await edit({ perPayment: cents(3) })).code).toBe("program-not-active");
  await desk.ask(anna, `/${program.id}/resume`);
  const credential = await desk.answerTo(anna, path(), { edit: terms({ perPayment: cents(10) }) });
  await desk.ask(anna, `/${program.id}/revoke`);
  expect((await edit({ perPayment: cents(10) }, credential)).code).toBe("program-not-active");
});

test("two lower different figures at once: both hold", async () => {
  await Promise.all([edit({ perPayment: cents(3) }), edit({ perSession: cents(50) })]);
  expect(await own()).toMatchObject({
    perPayment: { amount: cents(3) },
    perSession: { amount: cents(50) },
  });
});

test("a session that is used up has room again by a raise", async () => {
  await edit({ perSession: cents(5) });
  expect(await pay(5)).toBe("captured");
  expect(await pay(5)).toBe("step-up over-total");
  expect((await own())?.usedUp).toBe(true);
  expect((await raise({ perSession: cents(100) })).code).toBe(null);
  expect((await own())?.usedUp).toBe(false);
  expect(await pay(5)).toBe("captured");
});
