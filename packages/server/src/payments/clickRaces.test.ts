import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestServer } from "../server.testing.ts";
import { type AuditedServer, openAudited, sumOfBalances } from "./books.testing.ts";
import {
  type Answer,
  clickBody,
  newFrameKey,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
  prove,
  send,
  sendUndo,
} from "./person.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
beforeAll(async () => {
  audited = await openAudited();
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

let page = 0;
const fresh = (of: Parameters<typeof newOffer>[1] = {}) => {
  page += 1;
  return newOffer(stage, { path: `/page-${page}`, ...of });
};

async function enrolled(alg: "Ed25519" | "P-256" = "Ed25519"): Promise<Person> {
  const person = newPerson();
  person.key = newFrameKey(alg);
  await payOnPage(stage, person, { offer: await fresh() });
  return person;
}

/** What was said, counted. */
function tally(
  answers: readonly Answer<{ kind: string; reason?: string }>[],
): Record<string, number> {
  const words = answers.map(
    ({ body, code }) => code ?? [body.kind, body.reason ?? []].flat().join(" "),
  );
  return Object.fromEntries(
    Map.groupBy(words, (word) => word)
      .entries()
      .map(([word, all]) => [word, all.length]),
  );
}

const left24h = (answer: Answer<unknown>) =>
  (answer.body as { allowance: { left24h: { amount: string } } }).allowance.left24h.amount;

test("two identical clicks at once are one payment with one answer", async () => {
  const person = await enrolled();
  const body = clickBody(stage, person, { offer: await fresh() });
  const [first, second] = await Promise.all([send(stage, body), send(stage, body)]);
  expect(first.body.kind).toBe("captured");
  expect(second.body).toEqual(first.body);
  expect(left24h(first)).toBe("450000");
});

test("a key on P-256 pays the same way", async () => {
  const person = await enrolled("P-256");
  const body = clickBody(stage, person, { offer: await fresh() });
  const first = await send(stage, body);
  expect(first.body.kind).toBe("captured");
  expect((await send(stage, body)).body).toEqual(first.body);
});

test("two different clicks with one counter at once: one is paid, the other is a conflict", async () => {
  const person = await enrolled();
  const one = clickBody(stage, person, { offer: await fresh() });
  const { counter, time, notAfter, nonce } = one.authorization;
  const change = { counter, nonce, time, notAfter };
  const other = clickBody(stage, person, { offer: await fresh(), change });
  expect(tally(await Promise.all([send(stage, one), send(stage, other)]))).toEqual({
    captured: 1,
    "counter-conflict": 1,
  });
  const later = clickBody(stage, person, { offer: await fresh(), change: { counter } });
  expect((await send(stage, later)).code).toBe("counter-conflict");
});

test("a counter more than 64 behind is too old", async () => {
  const person = await enrolled();
  const jump = clickBody(stage, person, { offer: await fresh(), change: { counter: 1_000 } });
  expect((await send(stage, jump)).body.kind).toBe("captured");
  const old = clickBody(stage, person, { offer: await fresh(), change: { counter: 936 } });
  expect((await send(stage, old)).code).toBe("counter-conflict");
  const recent = clickBody(stage, person, { offer: await fresh(), change: { counter: 937 } });
  expect((await send(stage, recent)).body.kind).toBe("captured");
});

test("fifty clicks at once never exceed the 24-hour line", async () => {
  const person = await enrolled();
  const offer = await fresh({ access: "use" });
  const bodies = Array.from({ length: 50 }, () => clickBody(stage, person, { offer }));
  const answers = await Promise.all(bodies.map((body) => send(stage, body)));
  expect(tally(answers)).toEqual({ captured: 10, "step-up over-24h": 40 });
  const again = await Promise.all(bodies.map((body) => send(stage, body)));
  expect(again.map(({ body }) => body.kind)).toEqual(answers.map(({ body }) => body.kind));
});

test("fifty clicks at once on one article buy it once", async () => {
  const person = await enrolled();
  const offer = await fresh();
  const bodies = Array.from({ length: 50 }, () => clickBody(stage, person, { offer }));
  const answers = await Promise.all(bodies.map((body) => send(stage, body)));
  expect(tally(answers)).toEqual({ captured: 1, owned: 49 });
  expect(new Set(answers.map(({ body }) => ("payment" in body ? body.payment : ""))).size).toBe(1);
  expect(new Set(answers.map(({ body }) => ("receipt" in body ? body.receipt : ""))).size).toBe(1);
});

test("rule 20: what is owned opens again for another visit, with a receipt for that visit", async () => {
  const person = await enrolled();
  const visitor = "A".repeat(43);
  const bought = await send(
    stage,
    clickBody(stage, person, { offer: await fresh({ path: "/owned", visitor }) }),
  );
  const elsewhere = "E".repeat(42) + "A";
  const body = clickBody(stage, person, {
    offer: await fresh({ path: "/owned", visitor: elsewhere }),
  });
  const again = await send(stage, body);
  expect(again.body).toMatchObject({
    kind: "owned",
    payment: (bought.body as { payment: string }).payment,
  });
  const { receipt } = again.body as { receipt: string };
  const claims = JSON.parse(Buffer.from(receipt.split(".")[1] ?? "", "base64url").toString());
  expect(claims).toMatchObject({ visitor: elsewhere, amount: "50000" });
  expect((await send(stage, body)).body).toEqual(again.body);
});

test("an undo gives money and limits back once, and the article can be bought again", async () => {
  const person = await enrolled();
  const offer = await fresh();
  const paid = await send(stage, clickBody(stage, person, { offer }));
  const { payment } = paid.body as { payment: string };
  const proof = prove(stage, person.key, { purpose: "undo", subject: payment });
  const twice = await Promise.all([
    sendUndo(stage, person, payment, proof),
    sendUndo(stage, person, payment, proof),
  ]);
  expect(tally(twice)).toEqual({ reversed: 2 });
  const other = prove(stage, person.key, {
    purpose: "undo",
    subject: payment,
    time: proof.time - 1,
  });
  expect((await sendUndo(stage, person, payment, other)).code).toBe("already-undone");
  const again = await send(stage, clickBody(stage, person, { offer }));
  expect(again.body.kind).toBe("captured");
  expect(left24h(again)).toBe("450000");
  expect(await sumOfBalances(stage)).toBe(0n);
});

test("undoing the first payment leaves the allowance that came with it", async () => {
  const person = newPerson();
  const { outcome } = await payOnPage(stage, person, { offer: await fresh() });
  if (outcome.kind !== "captured") throw new Error("captured");
  expect((await sendUndo(stage, person, outcome.payment)).body.kind).toBe("reversed");
  const click = await send(stage, clickBody(stage, person, { offer: await fresh() }));
  expect(click.body.kind).toBe("captured");
});
