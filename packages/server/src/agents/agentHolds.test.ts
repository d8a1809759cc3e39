import { hour, second } from "@farthing/core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { blockMerchant, unblockMerchant } from "../blocks/blockMerchant.ts";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { holdFirst, meOf, payReading } from "../holds/holdStage.testing.ts";
import { workHolds } from "../holds/workHolds.ts";
import { type AuditedServer, movedBy, openAudited } from "../payments/books.testing.ts";
import { newPerson, type Person } from "../payments/person.testing.ts";
import { askIn, newAgentDesk, told } from "./agentStage.testing.ts";

const clock = newTurnedClock();
const all = ["first", "known", "trusted"];
const cent = 10_000n;
let audited: AuditedServer;
let anna: Person;
beforeAll(async () => {
  audited = await openAudited({ clock });
});
beforeEach(async () => {
  holdNothing();
  anna = newPerson();
  await payReading(stage(), anna, { offer: await offer({ amount: cent }) });
  // Not a new payer of this site any more.
  clock.turned += hour;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const stage = () => audited.stage;
const holdNothing = () => holdFirst(stage(), "H1", []);
const desk = newAgentDesk(stage);
const offer = newPages(stage);

test("what would be held is declined before a person is asked, and changes nothing", async () => {
  const program = await desk.newProgram(anna);
  holdFirst(stage(), "H1", all);
  const moved = await movedBy(stage(), async () => {
    const body = desk.body(program, await offer({ amount: 5n * cent }));
    expect(told(await desk.send(body))).toBe("declined too-large");
    expect(told(await desk.send(body))).toBe("declined too-large");
  });
  expect(moved).toEqual({});
  expect((await desk.page(anna)).asks).toEqual([]);
});

test("asked of a person before the policy said so, their yes pays nothing and holds nothing", async () => {
  const program = await desk.newProgram(anna);
  const { body } = await desk.send(desk.body(program, await offer({ amount: 20n * cent })));
  holdFirst(stage(), "H24", all);
  const moved = await movedBy(stage(), async () => {
    expect(told(await desk.allow(anna, askIn(body)))).toBe("declined too-risky");
  });
  expect(moved).toEqual({});
  expect((await meOf(stage(), anna)).held.amount).toBe("0");
});

test("what its payer holds already is not paid by the program; made, it is owned", async () => {
  const program = await desk.newProgram(anna);
  holdFirst(stage(), "H1", all);
  const page = await offer({ amount: 5n * cent });
  const { outcome } = await payReading(stage(), anna, { offer: page, way: "get" });
  expect(outcome.kind).toBe("held");
  holdNothing();
  const body = desk.body(program, page);
  expect(told(await desk.send(body))).toBe("payment-held");
  clock.turned += 2 * hour;
  await stage().deps.projection.reached(stage().deps.ledger.head().seq, second);
  await workHolds(stage().deps);
  expect(told(await desk.send(body))).toBe("owned");
});

test("a merchant that the operator blocked is declined, without asking a person", async () => {
  const program = await desk.newProgram(anna);
  const { id: merchant } = stage().merchant;
  await blockMerchant(stage().deps, { merchant, why: "x" });
  for (const cents of [5n, 20n]) {
    const body = desk.body(program, await offer({ amount: cents * cent }));
    expect(told(await desk.send(body))).toBe("declined merchant-blocked");
  }
  await unblockMerchant(stage().deps, { merchant, why: "x" });
  const body = desk.body(program, await offer({ amount: 5n * cent }));
  expect(told(await desk.send(body))).toBe("captured");
});
