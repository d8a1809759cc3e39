import { hour } from "@farthing/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addNeighbour, newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { type AuditedServer, balances, openAudited } from "./books.testing.ts";
import {
  clickBody,
  newFrameKey,
  newPerson,
  payOnPage,
  type Person,
  send,
  sendUndo,
} from "./person.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
const clock = newTurnedClock();
let neighbour: Awaited<ReturnType<typeof addNeighbour>>;
beforeAll(async () => {
  audited = await openAudited({ clock });
  stage = audited.stage;
  neighbour = await addNeighbour(stage);
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);

async function enrolled(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await fresh() });
  return person;
}

async function click(person: Person): Promise<string> {
  const { body } = await send(stage, clickBody(stage, person, { offer: await fresh() }));
  if (body.kind !== "captured") throw new Error(`not paid: ${body.kind}`);
  return body.payment;
}

/** What is heard on undoing one payment: `reversed`, or the problem's code. */
async function undo(person: Person, payment: string): Promise<string> {
  const { body, code } = await sendUndo(stage, person, payment);
  return code ?? body.kind;
}

test("rule 18: three undos of one payer at one merchant in 24 hours; the fourth payment stands", async () => {
  const person = await enrolled();
  for (let count = 0; count < 3; count += 1) {
    expect(await undo(person, await click(person))).toBe("reversed");
  }
  const fourth = await click(person);
  const before = await balances(stage);
  const refused = await sendUndo(stage, person, fourth);
  expect([refused.status, refused.body]).toEqual([
    409,
    expect.objectContaining({ code: "undo-limit-reached", retry: "never" }),
  ]);
  // Asked again with a new proof, it is not "already undone": that would be taken for money back.
  clock.turned += 1;
  expect(await undo(person, fourth)).toBe("undo-limit-reached");
  expect(await balances(stage)).toEqual(before);

  const offer = await fresh({ apiKey: neighbour.apiKey, origin: neighbour.origin });
  const elsewhere: Person = { ...person, key: newFrameKey() };
  const stop = { offer, parent: neighbour.origin, choice: "once", way: "get" } as const;
  const { outcome } = await payOnPage(stage, elsewhere, stop);
  if (outcome.kind !== "captured") throw new Error("captured");
  expect(await undo(elsewhere, outcome.payment)).toBe("reversed");
  expect(await undo(person, await click(person))).toBe("undo-limit-reached");

  clock.turned += 25 * hour;
  expect(await undo(person, await click(person))).toBe("reversed");
});

test("of five undos at once three are done, and asking again about one of them changes nothing", async () => {
  const person = await enrolled();
  const payments: string[] = [];
  for (let count = 0; count < 5; count += 1) payments.push(await click(person));
  const said = await Promise.all(payments.map((payment) => undo(person, payment)));
  expect(said.toSorted()).toEqual([
    ...Array.from({ length: 3 }, () => "reversed"),
    ...Array.from({ length: 2 }, () => "undo-limit-reached"),
  ]);
  clock.turned += 1;
  const done = payments[said.indexOf("reversed")] ?? "";
  expect(await undo(person, done)).toBe("already-undone");
});
