import { day, hour, second } from "@farthing/core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addNeighbour, newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { newLimitsDesk } from "../limits/limitsStage.testing.ts";
import { type AuditedServer, movedBy, openAudited } from "../payments/books.testing.ts";
import {
  clickBody,
  cookie,
  get,
  newFrameKey,
  newPerson,
  payOnPage,
  type Person,
  post,
  send as sendClick,
} from "../payments/person.testing.ts";
import { askIn, newAgentDesk, type Program, told } from "./agentStage.testing.ts";

const clock = newTurnedClock();
let audited: AuditedServer;
let anna: Person;
beforeAll(async () => {
  audited = await openAudited({ clock });
});
beforeEach(async () => {
  anna = await enrolled();
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const stage = () => audited.stage;
const desk = newAgentDesk(stage);
const offer = newPages(stage);
const cent = 10_000n;

async function enrolled(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage(), person, { offer: await offer({ amount: cent }) });
  // Not a new payer of this site any more, and not somebody who is in a hurry.
  clock.turned += hour;
  return person;
}

async function pay(program: Program, centsCount = 5, of: { access?: "own" | "use" } = {}) {
  const amount = BigInt(centsCount) * cent;
  return desk.send(desk.body(program, await offer({ amount, ...of })));
}

const own = async () => (await desk.page(anna)).programs[0];

test("a program pays without a click, within its lines, and its payer sees by whom", async () => {
  const program = await desk.newProgram(anna);
  const moved = await movedBy(stage(), async () => {
    const { body } = await pay(program, 10);
    if (body.kind !== "captured") throw new Error(told({ body, code: null }));
    expect(body.allowance?.leftTotal.amount).toBe("1900000");
  });
  expect(moved["pyr"]).toBe(-100_000n);
  const page = await get<{ payments: { program: string | null; id: string }[] }>(
    stage(),
    "/v1/wallet/payments",
    cookie(anna.session),
  );
  expect(page.body.payments.map(({ program: name }) => name).slice(0, 2)).toEqual([
    "News reader",
    null,
  ]);
  expect(await own()).toMatchObject({ spent: { amount: "100000" }, payments: 1, status: "active" });
  const detail = `/v1/wallet/payments/${page.body.payments[0]?.id}`;
  expect((await get(stage(), detail, cookie(anna.session))).body).toMatchObject({
    program: "News reader",
  });
});

test("the same bytes again, and the same resource again, are paid once", async () => {
  const program = await desk.newProgram(anna);
  const text = await offer({ amount: cent });
  const body = desk.body(program, text);
  const first = await desk.send(body);
  expect(first.body.kind).toBe("captured");
  expect((await desk.send(body)).body).toMatchObject({
    kind: "captured",
    payment: "payment" in first.body ? first.body.payment : "",
  });
  expect(told(await desk.send(desk.body(program, text)))).toBe("owned");
  expect((await own())?.payments).toBe(1);
});

test("a page's key never pays without a click, and a program's key never from a page", async () => {
  const text = await offer({ amount: cent });
  const click = clickBody(stage(), anna, { offer: text, change: { gesture: "none" } });
  const unasked = { ...click, authorization: { ...click.authorization, gesture: "none" as const } };
  expect((await sendClick(stage(), unasked)).code).toBe("click-required");
  const { parent: _, ...body } = unasked;
  expect((await desk.send(body)).code).toBe("click-required");
  const program = await desk.newProgram(anna);
  const own = desk.body(program, text);
  for (const header of [{ origin: "https://news.example" }, { "sec-fetch-site": "cross-site" }]) {
    expect((await desk.send(own, header)).code).toBe("click-required");
  }
  const clicked = desk.body(program, text, { gesture: "click" });
  expect((await desk.send(clicked)).code).toBe("invalid-request");
  expect((await sendClick(stage(), { ...clicked, parent: stage().merchant.origin })).code).toBe(
    "device-unknown",
  );
  expect(told(await desk.send(own))).toBe("captured");
});

test("only the sites that its payer named", async () => {
  const neighbour = await addNeighbour(stage());
  const program = await desk.newProgram(anna);
  const elsewhere = await offer({ apiKey: neighbour.apiKey, origin: neighbour.origin, amount: 1n });
  expect(told(await desk.send(desk.body(program, elsewhere)))).toBe("declined site-not-allowed");
  // A site that nobody ever paid before: its key opens what it takes.
  const other = await desk.newProgram(anna, { name: "Other", sites: [neighbour.id] });
  const there = await offer({ apiKey: neighbour.apiKey, origin: neighbour.origin, amount: cent });
  expect(told(await desk.send(desk.body(other, there)))).toBe("captured");
  const found = (origin: string) => desk.ask<{ name: string }>(anna, "/sites", { origin });
  expect((await found(neighbour.origin)).body.name).toBe("Other");
  expect((await found("https://nobody.example")).code).toBe("not-found");
  expect((await found("not an address")).code).toBe("invalid-request");
});

test("above its line a person is asked; a yes lets that one payment through, once", async () => {
  const program = await desk.newProgram(anna);
  const body = desk.body(program, await offer({ amount: 60n * cent }));
  const asked = await desk.send(body);
  expect(told(asked)).toBe("step-up over-per-click");
  // Asked again by the same bytes: the same question, and nothing is paid by waiting.
  clock.turned += 20 * second;
  expect((await desk.send(body)).body).toEqual(asked.body);
  const id = askIn(asked.body);
  expect((await desk.page(anna)).asks).toMatchObject([
    { id, program: { name: "News reader" }, price: { amount: "600000" }, why: "over-per-click" },
  ]);
  const moved = await movedBy(stage(), async () => {
    expect((await desk.allow(anna, id)).body.kind).toBe("captured");
    // The signed time is over long since; the same bytes hear what came of it.
    clock.turned += 5 * 60 * second;
    const heard = await desk.send(body);
    expect(heard.body).toMatchObject({ kind: "captured", payment: id });
    expect((await desk.send(body)).body).toEqual(heard.body);
  });
  expect(moved["pyr"]).toBe(-600_000n);
  expect((await desk.page(anna)).asks).toEqual([]);
  await expect(desk.answerTo(anna, `/asks/${id}/payment`)).rejects.toThrow("request-over");
  // The next one asks anew.
  expect(told(await pay(program, 60))).toBe("step-up over-per-click");
});

test("a yes twice at once pays once", async () => {
  const program = await desk.newProgram(anna);
  const { body } = await desk.send(
    desk.body(program, await offer({ amount: 60n * cent, access: "use" })),
  );
  const id = askIn(body);
  const path = `/asks/${id}/payment`;
  const answers = [await desk.answerTo(anna, path), await desk.answerTo(anna, path)];
  const moved = await movedBy(stage(), async () => {
    const said = await Promise.all(
      answers.map((credential) => desk.ask<{ kind: string }>(anna, path, { credential })),
    );
    expect(said.map(({ body: { kind } }) => kind)).toEqual(["captured", "captured"]);
  });
  expect(moved["pyr"]).toBe(-600_000n);
});

test("a no, and no answer, are heard by the program", async () => {
  const program = await desk.newProgram(anna);
  const refused = desk.body(program, await offer({ amount: 60n * cent }));
  const id = askIn((await desk.send(refused)).body);
  expect((await desk.ask(anna, `/asks/${id}/refuse`)).code).toBeNull();
  expect(told(await desk.send(refused))).toBe("declined payer-refused");
  await expect(desk.answerTo(anna, `/asks/${id}/payment`)).rejects.toThrow("request-over");
  const late = desk.body(program, await offer({ amount: 60n * cent }));
  const other = askIn((await desk.send(late)).body);
  clock.turned += 2 * hour;
  expect(told(await desk.send(late))).toBe("declined not-answered");
  await expect(desk.answerTo(anna, `/asks/${other}/payment`)).rejects.toThrow("request-over");
});

test("what no program may pay is declined, and a loop asks five times at most", async () => {
  const program = await desk.newProgram(anna);
  expect(told(await pay(program, 501))).toBe("declined too-large");
  const said = [];
  for (let at = 0; at < 7; at += 1) said.push(told(await pay(program, 60)));
  expect(said).toEqual([
    ...Array<string>(5).fill("step-up over-per-click"),
    ...Array<string>(2).fill("declined too-many-requests"),
  ]);
});

test("fifty payments at once never go above the session's cap; a passkey lets it go on", async () => {
  const program = await desk.newProgram(anna, { perSession: "100000" });
  const bodies = await Promise.all(
    Array.from({ length: 50 }, async () => desk.body(program, await offer({ amount: cent }))),
  );
  const answers = await Promise.all(bodies.map((body) => desk.send(body)));
  const counts = Map.groupBy(answers, told);
  expect(counts.get("captured")?.length).toBe(10);
  expect([...counts.keys()].sort()).toEqual([
    "captured",
    "declined too-many-requests",
    "step-up over-total",
  ]);
  expect(await own()).toMatchObject({ usedUp: true, leftSession: { amount: "0" } });
  const path = `/${program.id}/go-on`;
  const stale = await desk.answerTo(anna, path);
  const bob = await enrolled();
  await expect(desk.answerTo(bob, path)).rejects.toThrow("not-found");
  const foreign = bob.passkey.get(
    (await desk.ask<{ options: never }>(anna, `${path}/options`)).body.options,
    "http://localhost:4020",
  );
  expect((await desk.ask(anna, path, { credential: foreign })).code).toBe("passkey-failed");
  expect(
    (await desk.ask(anna, path, { credential: await desk.answerTo(anna, path) })).code,
  ).toBeNull();
  expect(await own()).toMatchObject({ usedUp: false, leftSession: { amount: "100000" } });
  // Answered for the session before: it begins no third one.
  expect((await desk.ask(anna, path, { credential: stale })).code).toBe("passkey-failed");
  clock.turned += hour;
  expect(told(await pay(program, 1))).toBe("captured");
});

test("let go on, what was asked because the session was used up is signed anew, and is paid once", async () => {
  const program = await desk.newProgram(anna, { perPayment: "10000", perSession: "10000" });
  expect(told(await pay(program, 1))).toBe("captured");
  const text = await offer({ amount: cent, access: "use" });
  const body = desk.body(program, text);
  const id = askIn((await desk.send(body)).body);
  const yes = await desk.answerTo(anna, `/asks/${id}/payment`);
  const path = `/${program.id}/go-on`;
  await desk.ask(anna, path, { credential: await desk.answerTo(anna, path) });
  expect((await desk.page(anna)).asks).toEqual([]);
  expect(told(await desk.send(body))).toBe("declined sign-anew");
  // Late, a yes to the old request pays nothing.
  expect((await desk.ask(anna, `/asks/${id}/payment`, { credential: yes })).code).toBe(
    "request-over",
  );
  expect(told(await desk.send(desk.body(program, text)))).toBe("captured");
  expect((await own())?.payments).toBe(2);
});

test("paused, taken back, frozen: the next payment is refused", async () => {
  const program = await desk.newProgram(anna);
  const change = async (verb: string) => (await desk.ask(anna, `/${program.id}/${verb}`)).code;
  expect(await change("pause")).toBeNull();
  expect(told(await pay(program))).toBe("declined allowance-paused");
  expect((await own())?.status).toBe("paused");
  expect(await change("resume")).toBeNull();
  expect(told(await pay(program))).toBe("captured");
  await post(stage(), "/v1/wallet/freeze", {}, cookie(anna.session));
  expect(told(await pay(program))).toBe("declined wallet-frozen");
  const options = await post<{ options: never }>(
    stage(),
    "/v1/wallet/unfreeze/options",
    {},
    cookie(anna.session),
  );
  const credential = anna.passkey.get(options.body.options, "http://localhost:4020");
  await post(stage(), "/v1/wallet/unfreeze", { credential }, cookie(anna.session));
  const asked = await pay(program, 60);
  expect(await change("revoke")).toBeNull();
  expect(told(await pay(program))).toBe("declined device-revoked");
  // A yes to what it asked before does not bring it back.
  expect(told(await desk.allow(anna, askIn(asked.body)))).toMatch(
    /^declined (device|allowance)-revoked$/,
  );
  expect(await change("revoke")).toBeNull();
  expect(await change("resume")).toBe("not-found");
  expect((await own())?.status).toBe("revoked");
});

test("it ends when it was agreed to end", async () => {
  const program = await desk.newProgram(anna, { days: 1 });
  clock.turned += day + second;
  expect(told(await pay(program))).toBe("declined key-ended");
  expect((await own())?.status).toBe("expired");
});

test("whose key, whose program: everybody else's is not found", async () => {
  const program = await desk.newProgram(anna);
  const bob = await enrolled();
  for (const verb of ["pause", "resume", "revoke"]) {
    expect((await desk.ask(bob, `/${program.id}/${verb}`)).code).toBe("not-found");
  }
  const id = askIn((await pay(program, 60)).body);
  await expect(desk.answerTo(bob, `/asks/${id}/payment`)).rejects.toThrow("not-found");
  expect((await desk.ask(bob, `/asks/${id}/refuse`)).code).toBe("not-found");
  expect((await get(stage(), `/v1/wallet/programs/asks/${id}`, cookie(bob.session))).code).toBe(
    "not-found",
  );
  await expect(desk.allow(anna, id, bob)).resolves.toMatchObject({ code: "passkey-failed" });
  // Bob's program with Anna's id signs for nothing.
  const bobs = await desk.newProgram(bob);
  const text = await offer({ amount: cent });
  expect((await desk.send(desk.body({ ...bobs, id: program.id }, text))).code).toBe(
    "program-unknown",
  );
  const stranger = { key: newFrameKey(), id: program.id };
  expect((await desk.send(desk.body(stranger, text))).code).toBe("program-unknown");
});

test("terms are bound to the passkey, and no figure is above the preset's", async () => {
  const bob = await enrolled();
  const wanted = desk.terms();
  const credential = await desk.answerTo(anna, "", { terms: wanted });
  for (const change of [
    { name: "Other" },
    { perPayment: "90000" },
    { days: 31 },
    { device: desk.terms().device },
  ]) {
    expect((await desk.make(anna, { ...wanted, ...change }, credential)).code).toBe(
      "passkey-failed",
    );
  }
  expect((await desk.make(bob, wanted, credential)).code).toBe("passkey-failed");
  const made = await desk.make(anna, wanted, credential);
  expect(made.code).toBeNull();
  // A lost answer: the same again is the same program. Another program with its key is none.
  expect((await desk.make(anna, wanted, credential)).body).toEqual(made.body);
  expect((await desk.page(anna)).programs).toHaveLength(1);
  const codes = async (change: Parameters<typeof desk.terms>[0]) =>
    desk.answerTo(anna, "", { terms: desk.terms(change) }).then(
      () => "asked",
      (error: Error) => error.message,
    );
  expect(await codes({ name: "Other", device: wanted.device })).toBe("key-in-use");
  expect(await codes({ device: anna.key.device })).toBe("key-in-use");
  expect(await codes({ perPayment: "100001" })).toBe("limits-too-high");
  expect(await codes({ perSession: "2000001" })).toBe("limits-too-high");
  expect(await codes({ per24h: "5000001" })).toBe("limits-too-high");
  expect(await codes({ perPayment: "0" })).toBe("invalid-request");
  expect(await codes({ perPayment: "50000", perSession: "40000" })).toBe("invalid-request");
  expect(await codes({ name: "x".repeat(41) })).toBe("invalid-request");
  expect(await codes({ name: "a\nb" })).toBe("invalid-request");
  expect(await codes({ name: "" })).toBe("invalid-request");
  expect(await codes({ days: 91 })).toBe("invalid-request");
  expect(await codes({ sites: [] })).toBe("invalid-request");
  expect(await codes({ device: { alg: "Ed25519", key: "AAAA" } })).toBe("invalid-request");
  expect(await codes({ sites: ["mer_00000000000000000000000000"] })).toBe("invalid-request");
});

test("a preset that was lowered asks for more of a program that was agreed to before", async () => {
  const program = await desk.newProgram(anna);
  expect(told(await pay(program, 5))).toBe("captured");
  await newLimitsDesk(stage).choose(anna, "careful");
  expect((await desk.page(anna)).highest.perPayment.amount).toBe("20000");
  expect(told(await pay(program, 2))).toBe("captured");
  expect(told(await pay(program, 3))).toBe("step-up over-per-click");
});

test("a counter pays once, and a clock that is off pays nothing", async () => {
  const program = await desk.newProgram(anna);
  const first = desk.body(program, await offer({ amount: cent }));
  expect(told(await desk.send(first))).toBe("captured");
  program.key.counter -= 1;
  const again = desk.body(program, await offer({ amount: cent }));
  expect((await desk.send(again)).code).toBe("counter-conflict");
  const now = clock.now();
  const at = async (time: number) =>
    (
      await desk.send(
        desk.body(program, await offer({ amount: cent }), { time, notAfter: time + 60_000 }),
      )
    ).code;
  expect(await at(now - day)).toBe("authorization-expired");
  expect(await at(now + day)).toBe("clock-skew");
  const forged = desk.body(program, await offer({ amount: cent }));
  expect((await desk.send({ ...forged, signature: first.signature })).code).toBe(
    "signature-invalid",
  );
});

test("a report that it was not me takes the program back, and stops the site for the others", async () => {
  const [program, other] = [await desk.newProgram(anna), await desk.newProgram(anna)];
  const { body } = await pay(program);
  if (body.kind !== "captured") throw new Error("captured");
  const answer = await post(
    stage(),
    `/v1/wallet/payments/${body.payment}/reports`,
    { reason: "not-me" },
    cookie(anna.session),
  );
  expect(answer.code).toBeNull();
  expect(told(await pay(program))).toBe("declined device-revoked");
  expect(told(await pay(other))).toBe("declined site-not-allowed");
  const statuses = (await desk.page(anna)).programs.map(({ id, status, sites }) => {
    return [id === program.id ? "paid" : "other", status, sites.length];
  });
  expect(new Set(statuses)).toEqual(
    new Set([
      ["other", "active", 0],
      ["paid", "revoked", 1],
    ]),
  );
});
