import { day, hour, minute } from "@farthing/core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import { confirmAddress, linkIn, outboxOf, pressLink } from "../mail/mail.testing.ts";
import { payerKeys, presetKey } from "../payments/keys.ts";
import { clickBody, newPerson, payOnPage, type Person, send } from "../payments/person.testing.ts";
import { measureBrake } from "../risk/measureBrake.ts";
import { applyRaises } from "./applyRaise.ts";
import { newLimitsDesk } from "./limitsStage.testing.ts";

const clock = newTurnedClock();
let audited: AuditedServer;
let anna: Person;
let payer: string;
beforeAll(async () => {
  audited = await openAudited({ clock, config: { demo: true } });
});
beforeEach(async () => {
  anna = await enrolled();
  payer = await lastPayer();
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const desk = newLimitsDesk(() => audited.stage);
const offer = newPages(() => audited.stage);

async function enrolled(): Promise<Person> {
  const person = newPerson();
  await payOnPage(audited.stage, person, { offer: await offer({ amount: 10_000n }) });
  return person;
}

async function lastPayer(): Promise<string> {
  const { store } = audited.stage.deps;
  const { id } = await store
    .selectFrom("payers")
    .select("id")
    .orderBy("created_at", "desc")
    .executeTakeFirstOrThrow();
  return id;
}

const raise = async (to: "balanced" | "convenient" = "convenient") =>
  desk.choose(anna, to, await desk.presetAnswer(anna, to));

/** The preset that the wallet shows, what waits, and the ledger's line of a day in whole units. */
async function state(): Promise<string> {
  const { limits } = await desk.me(anna);
  return `${limits.preset}, ${limits.raise === null ? "nothing" : limits.raise.to} waits, ${dayLine()}`;
}

function dayLine(): bigint {
  const [line] = audited.stage.deps.ledger.lookupLimits([payerKeys(payer).day]);
  return (line?.max ?? 0n) / 1_000_000n;
}

async function click(amount = 10_000n): Promise<string> {
  const { body, code } = await send(
    audited.stage,
    clickBody(audited.stage, anna, { offer: await offer({ amount }) }),
  );
  return code ?? `${body.kind}${"reason" in body ? ` ${body.reason}` : ""}`;
}

test("a new wallet is Balanced, and all three are told with their figures", async () => {
  expect(await state()).toBe("balanced, nothing waits, 20");
  const { choices } = (await desk.me(anna)).limits;
  const whole = ({ amount }: { amount: string }) => Number(amount) / 1e6;
  const figures = choices.map((one) => [
    one.preset,
    ...[one.perClick, one.perSite24h, one.perSite, one.per24h, one.per30d, one.sinceCheck].map(
      whole,
    ),
    one.waitHours,
  ]);
  expect(figures).toEqual([
    ["careful", 2, 2, 50, 5, 50, 5, 48],
    ["balanced", 5, 5, 150, 20, 150, 20, 24],
    ["convenient", 5, 20, 300, 50, 300, 100, 24],
  ]);
});

test("lower holds at once, without a passkey", async () => {
  expect((await desk.choose(anna, "careful")).body.preset).toBe("careful");
  expect(await state()).toBe("careful, nothing waits, 5");
});

test("higher without a passkey is refused in a clear sentence, and changes nothing", async () => {
  expect((await desk.choose(anna, "convenient")).code).toBe("raise-needs-passkey");
  expect(await state()).toBe("balanced, nothing waits, 20");
});

test("a raise waits 24 hours to the millisecond, then holds when it is first read", async () => {
  const { body } = await raise();
  const until = body.raise?.until ?? 0;
  expect(Math.abs(until - clock.now() - day)).toBeLessThan(minute);
  clock.turned += until - clock.now() - minute;
  expect(await state()).toBe("balanced, convenient waits, 20");
  clock.turned += minute;
  expect(await state()).toBe("convenient, nothing waits, 50");
});

test("a raise is told in another browser of the same payer, while it waits and until it holds", async () => {
  // Signed in there by the same passkey.
  const other = { ...anna, session: "" };
  await payOnPage(audited.stage, other, { offer: await offer(), way: "get" });
  expect(other.session).not.toBe(anna.session);
  await raise();
  const seen = async () => (await desk.me(other)).limits;
  expect((await seen()).raise?.to).toBe("convenient");
  clock.turned += day - minute;
  expect(await seen()).toMatchObject({ preset: "balanced", raise: { to: "convenient" } });
  clock.turned += 2 * minute;
  await applyRaises(audited.stage.deps);
  expect(await seen()).toMatchObject({ preset: "convenient", raise: null });
});

test("from Careful it waits as long as Careful says: 48 hours", async () => {
  await desk.choose(anna, "careful");
  await raise("balanced");
  clock.turned += 47 * hour;
  expect(await state()).toBe("careful, balanced waits, 5");
  clock.turned += hour;
  expect(await state()).toBe("balanced, nothing waits, 20");
});

test("the duty puts it into force, once", async () => {
  await raise();
  clock.turned += day + minute;
  const { deps } = audited.stage;
  await Promise.all([applyRaises(deps), applyRaises(deps), applyRaises(deps)]);
  expect(dayLine()).toBe(50n);
  const { seq } = deps.ledger.head();
  await applyRaises(deps);
  expect(deps.ledger.head().seq).toBe(seq);
});

test("a second raise begins the wait anew", async () => {
  await desk.choose(anna, "careful");
  await raise("balanced");
  clock.turned += 40 * hour;
  await raise("convenient");
  clock.turned += 40 * hour;
  expect(await state()).toBe("careful, convenient waits, 5");
  clock.turned += 9 * hour;
  expect(await state()).toBe("convenient, nothing waits, 50");
});

test("cancelled, it never holds; again changes nothing", async () => {
  await raise();
  expect((await desk.ask(anna, "limits/raise/cancel", {})).status).toBe(200);
  expect((await desk.ask(anna, "limits/raise/cancel", {})).status).toBe(200);
  clock.turned += 2 * day;
  expect(await state()).toBe("balanced, nothing waits, 20");
});

test.each(["careful", "balanced"] as const)("choosing %s ends a raise that waits", async (to) => {
  await raise();
  await desk.choose(anna, to);
  clock.turned += 2 * day;
  expect((await desk.me(anna)).limits).toMatchObject({ preset: to, raise: null });
});

test("lowered while it becomes due: the lower one stays, whoever is first", async () => {
  await raise();
  clock.turned += day + minute;
  const { deps } = audited.stage;
  await Promise.all([applyRaises(deps), desk.choose(anna, "careful"), applyRaises(deps)]);
  expect(await state()).toBe("careful, nothing waits, 5");
});

test.each([
  ["another wallet's passkey", async () => desk.presetAnswer(anna, "convenient", await enrolled())],
  [
    "an answer to another wallet's question",
    async () => desk.presetAnswer(await enrolled(), "convenient", anna),
  ],
  ["an answer for another preset", () => desk.presetAnswer(anna, "balanced")],
  [
    "an answer that is five minutes old",
    async () => {
      const answer = await desk.presetAnswer(anna, "convenient");
      clock.turned += 5 * minute + 1;
      return answer;
    },
  ],
  [
    "an answer from before a lowering",
    async () => {
      const answer = await desk.presetAnswer(anna, "convenient");
      await desk.choose(anna, "careful");
      return answer;
    },
  ],
  [
    "an answer that was used",
    async () => {
      const answer = await desk.presetAnswer(anna, "convenient");
      await desk.choose(anna, "convenient", answer);
      await desk.ask(anna, "limits/raise/cancel", {});
      return answer;
    },
  ],
] as const)("a raise is refused by %s", async (_, answer) => {
  expect((await desk.choose(anna, "convenient", await answer())).code).toBe("passkey-failed");
  expect((await desk.me(anna)).limits.raise).toBeNull();
});

test("a clock that stepped back does not make the wait shorter", async () => {
  await click();
  clock.turned -= 3 * hour;
  const { body } = await raise();
  clock.turned += 3 * hour;
  expect((body.raise?.until ?? 0) - clock.now()).toBeGreaterThan(day - minute);
});

test("a frozen wallet does not rise until it is unfrozen, and can be lowered, and stays frozen", async () => {
  await raise();
  await desk.ask(anna, "freeze", {});
  clock.turned += 2 * day;
  await applyRaises(audited.stage.deps);
  expect(await state()).toBe("balanced, convenient waits, 20");
  await desk.choose(anna, "careful");
  expect(await state()).toBe("careful, nothing waits, 5");
  expect(await click()).toBe("declined wallet-frozen");
});

test("a row that a crash left behind the journal follows it", async () => {
  await desk.choose(anna, "careful");
  const { store, ledger } = audited.stage.deps;
  const behind = { preset: "balanced", preset_step: 0 } as const;
  await store.updateTable("payers").set(behind).where("id", "=", payer).execute();
  expect(ledger.lookupClaims([presetKey(payer, 1)])[0]).not.toBeNull();
  expect(await state()).toBe("careful, nothing waits, 5");
});

test("the next click is judged by the preset in force: above its line per click a passkey is asked for", async () => {
  const expiresAt = clock.now() + 20 * day;
  const limits = { perClick: "5000000", per24h: "5000000", total: "9000000", expiresAt };
  await payOnPage(audited.stage, anna, { offer: await offer(), way: "get", limits });
  // For a day the raise itself asks for more.
  clock.turned += 25 * hour;
  await measureBrake(audited.stage.deps);
  const dear = 2_500_000n;
  expect(await click(dear)).toBe("step-up confirm");
  await desk.choose(anna, "careful");
  expect(await click(dear)).toBe("step-up over-per-click");
});

test("new allowances are within the caps of the preset in force", async () => {
  await desk.choose(anna, "careful");
  const limits = {
    perClick: "3000000",
    per24h: "3000000",
    total: "3000000",
    expiresAt: clock.now() + day,
  };
  const asked = payOnPage(audited.stage, anna, { offer: await offer(), way: "get", limits });
  await expect(asked).rejects.toThrow("limits-too-high");
  // Signed out, the terms are Balanced's: whose wallet it is shows with the passkey.
  const unknown = { ...anna, session: "" };
  const late = payOnPage(audited.stage, unknown, { offer: await offer(), way: "get", limits });
  await expect(late).rejects.toThrow("the approval was refused: limits-too-high");
});

test("a raise that waits is told by mail, once, with a link that freezes; a lowering is not", async () => {
  const { stage } = audited;
  const told = async () =>
    (await outboxOf(stage)).filter(({ kind }) => kind === "limits-raise").map(({ text }) => text);
  await raise();
  expect(await told()).toEqual([]);
  await desk.choose(anna, "careful");
  await confirmAddress(stage, anna, "anna@example.org");
  expect(await told()).toEqual([]);
  await raise("balanced");
  const [text = "", ...more] = await told();
  expect(more).toEqual([]);
  expect((await pressLink(stage, linkIn(text, "freeze"))).status).toBe(200);
  expect((await desk.me(anna)).frozen).toBe(true);
});

test("a raise whose mail a crash kept back is told by the duty, once", async () => {
  const { stage } = audited;
  const { store } = stage.deps;
  const told = async () =>
    (await outboxOf(stage)).filter(({ kind, to }) => {
      return kind === "limits-raise" && to === "ben@example.org";
    });
  await confirmAddress(stage, anna, "ben@example.org");
  await raise();
  expect(await told()).toHaveLength(1);
  // As a crash leaves it between the raise and its mail.
  await store.deleteFrom("mails").where("kind", "=", "limits-raise").execute();
  await store.deleteFrom("freeze_links").where("payer_id", "=", payer).execute();
  await applyRaises(stage.deps);
  await Promise.all([applyRaises(stage.deps), applyRaises(stage.deps)]);
  const [mail, ...more] = await told();
  expect(more).toEqual([]);
  expect((await pressLink(stage, linkIn(mail?.text ?? "", "freeze"))).status).toBe(200);
});
