import { hour } from "@farthing/core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { changeSettings } from "../merchants/changeSettings.ts";
import { merchantById } from "../merchants/merchant.ts";
import { type AuditedServer, movedBy, openAudited } from "../payments/books.testing.ts";
import { newPerson, payOnPage, type Person } from "../payments/person.testing.ts";
import { askIn, newAgentDesk, told } from "./agentStage.testing.ts";

const clock = newTurnedClock();
const cent = 10_000n;
let audited: AuditedServer;
let anna: Person;
beforeAll(async () => {
  audited = await openAudited({ clock });
});
beforeEach(async () => {
  anna = newPerson();
  await payOnPage(stage(), anna, { offer: await offer({ amount: cent }) });
  // Not a new payer of this site any more.
  clock.turned += hour;
});
afterEach(() => setLines({ askAbove: null, neverAbove: null }));
afterAll(async () => expect(await audited.close()).toEqual([]));

const stage = () => audited.stage;
const desk = newAgentDesk(stage);
const offer = newPages(stage);

/** What the merchant sets for all its pages, in cents. */
async function setLines(lines: { askAbove?: bigint | null; neverAbove?: bigint | null }) {
  const { deps, merchant } = stage();
  const seller = await merchantById(deps, merchant.id);
  if (seller === null) throw new Error("the merchant is registered");
  const play = (cents: bigint | null) =>
    cents === null ? null : { amount: String(cents * cent), asset: "PLAY/6" as const };
  const change = Object.entries(lines).map(([name, cents]) => [name, play(cents)] as const);
  await changeSettings(deps, seller, Object.fromEntries(change));
}

test("above the price from which a site has a passkey asked for, a program asks its payer; at it, it pays", async () => {
  const program = await desk.newProgram(anna);
  await setLines({ askAbove: 3n });
  const at = desk.body(program, await offer({ amount: 3n * cent }));
  expect(told(await desk.send(at))).toBe("captured");
  const body = desk.body(program, await offer({ amount: 4n * cent }));
  const asked = await desk.send(body);
  expect(told(asked)).toBe("step-up check-due");
  const id = askIn(asked.body);
  expect((await desk.page(anna)).asks).toMatchObject([{ id, why: "check-due" }]);
  // Refused in the journal: without the line, too, the same bytes pay nothing by themselves.
  await setLines({ askAbove: null });
  expect(await movedBy(stage(), () => desk.send(body))).toEqual({});
  const moved = await movedBy(stage(), async () => {
    expect((await desk.allow(anna, id)).body.kind).toBe("captured");
    expect((await desk.send(body)).body).toMatchObject({ kind: "captured", payment: id });
  });
  expect(moved["pyr"]).toBe(-4n * cent);
});

test("the yes of its payer pays at that price although the site still asks", async () => {
  const program = await desk.newProgram(anna);
  await setLines({ askAbove: 0n });
  const { body } = await desk.send(desk.body(program, await offer({ amount: cent })));
  expect((await desk.allow(anna, askIn(body))).body.kind).toBe("captured");
});

test("above the price from which a site sells nothing, nobody is asked, and a yes from before pays nothing", async () => {
  const program = await desk.newProgram(anna);
  await setLines({ askAbove: 3n });
  const [early, late] = [await offer({ amount: 4n * cent }), await offer({ amount: 4n * cent })];
  const asked = await desk.send(desk.body(program, early));
  await setLines({ neverAbove: 3n });
  const moved = await movedBy(stage(), async () => {
    expect(told(await desk.send(desk.body(program, late)))).toBe("declined above-site-price");
    expect(told(await desk.allow(anna, askIn(asked.body)))).toBe("declined above-site-price");
  });
  expect(moved).toEqual({});
});
