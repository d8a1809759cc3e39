import { day, hour, minute } from "@farthing/core";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import { loadEnrolment } from "../payments/enrolment.ts";
import { clickBody, newPerson, payOnPage, type Person, send } from "../payments/person.testing.ts";
import { newLimitsDesk } from "./limitsStage.testing.ts";

const clock = newTurnedClock();
let audited: AuditedServer;
let anna: Person;
beforeAll(async () => {
  audited = await openAudited({
    clock,
    config: { rate: { addressPerMinute: 0, payerPerMinute: 1_000_000, merchantPerMinute: 0 } },
  });
});
beforeEach(async () => {
  anna = await enrolled();
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const desk = newLimitsDesk(() => audited.stage);
const offer = newPages(() => audited.stage);

async function enrolled(): Promise<Person> {
  const person = newPerson();
  await payOnPage(audited.stage, person, { offer: await offer({ amount: 10_000n }) });
  return person;
}

/** The lines of an allowance in cents. */
const cents = (perClick: number, per24h: number, total: number) => ({
  perClick: String(perClick * 10_000),
  per24h: String(per24h * 10_000),
  total: String(total * 10_000),
});
/** What every new allowance has. */
const first = cents(5, 50, 200);

async function click(amountCents = 1, person = anna): Promise<string> {
  const { body, code } = await send(
    audited.stage,
    clickBody(audited.stage, person, {
      offer: await offer({ amount: BigInt(amountCents) * 10_000n }),
    }),
  );
  return code ?? `${body.kind}${"reason" in body ? ` ${body.reason}` : ""}`;
}

async function shown() {
  const [allowance] = (await desk.me(anna)).allowances;
  if (allowance === undefined) throw new Error("an allowance stands");
  const { perClick, per24h, total } = allowance;
  return { perClick: perClick.amount, per24h: per24h.amount, total: total.amount };
}

const raise = async (lines: typeof first) =>
  desk.edit(anna, lines, await desk.linesAnswer(anna, lines));

describe("lower", () => {
  test.each([
    ["per click", cents(2, 50, 200), "step-up over-per-click"],
    ["per 24 hours", cents(5, 6, 200), "step-up over-24h"],
    ["in all", cents(5, 50, 6), "step-up over-total"],
  ])("%s stops the next click at once; what is used stays counted", async (_, lines, refusal) => {
    expect(await click(3)).toBe("captured");
    expect((await desk.edit(anna, lines)).status).toBe(200);
    expect(await shown()).toEqual(lines);
    expect(await click(4)).toBe(refusal);
    expect(await click(1)).toBe("captured");
  });

  test("below what is used already: nothing more is paid by a click", async () => {
    await click(5);
    await desk.edit(anna, cents(1, 2, 2));
    expect(await click(1)).toBe("step-up over-24h");
  });
});

describe("higher", () => {
  test("needs a passkey, and holds with the next click", async () => {
    await desk.edit(anna, cents(2, 50, 200));
    expect((await desk.edit(anna, first)).code).toBe("raise-needs-passkey");
    expect(await click(5)).toBe("step-up over-per-click");
    expect((await raise(first)).status).toBe(200);
    expect(await click(5)).toBe("captured");
  });

  test("one line higher among lower ones needs it too", async () => {
    expect((await desk.edit(anna, cents(6, 10, 10))).code).toBe("raise-needs-passkey");
  });

  test.each([cents(501, 501, 600), cents(5, 501, 600), cents(5, 50, 15_001)])(
    "never above the caps of the preset in force: %o",
    async (lines) => {
      const path = `allowances/${anna.allowance}/limits`;
      expect((await desk.edit(anna, lines)).code).toBe("limits-too-high");
      expect((await desk.ask(anna, `${path}/options`, { lines })).code).toBe("limits-too-high");
      expect(await shown()).toEqual(first);
    },
  );

  test("lines above the caps of a lowered preset can be lowered, not raised", async () => {
    await raise(cents(400, 400, 500));
    await desk.choose(anna, "careful");
    expect((await desk.edit(anna, cents(300, 400, 500))).status).toBe(200);
    expect((await desk.edit(anna, cents(301, 400, 500))).code).toBe("limits-too-high");
  });

  test.each([
    ["another wallet's passkey", async () => desk.linesAnswer(anna, wide, await enrolled())],
    ["an answer for other lines", () => desk.linesAnswer(anna, cents(10, 100, 200))],
    [
      "an answer from before the lines were lowered",
      async () => {
        const answer = await desk.linesAnswer(anna, wide);
        await desk.edit(anna, cents(1, 50, 200));
        return answer;
      },
    ],
  ] as const)("is refused by %s", async (_, answer) => {
    expect((await desk.edit(anna, wide, await answer())).code).toBe("passkey-failed");
    expect((await shown()).per24h).toBe(first.per24h);
  });
  const wide = cents(20, 100, 200);

  test("the same answer raises nothing after the lines were lowered again", async () => {
    const answer = await desk.linesAnswer(anna, wide);
    await desk.edit(anna, wide, answer);
    await desk.edit(anna, first);
    await desk.edit(anna, wide, answer);
    expect(await shown()).toEqual(first);
  });
});

describe("an allowance that is not active keeps its lines", () => {
  test.each([
    ["paused", () => desk.ask(anna, `allowances/${anna.allowance}/pause`, {})],
    ["taken back", () => desk.ask(anna, `allowances/${anna.allowance}/revoke`, {})],
    ["over", () => Promise.resolve((clock.turned += 3 * minute))],
  ])("%s between the question and the answer", async (_, happens) => {
    const wide = cents(20, 100, 200);
    // Two minutes are left of it; a challenge lives for five.
    const limits = { ...first, expiresAt: clock.now() + 2 * minute };
    await payOnPage(audited.stage, anna, { offer: await offer(), way: "get", limits });
    const answer = await desk.linesAnswer(anna, wide);
    await happens();
    expect((await desk.edit(anna, wide, answer)).code).toBe("allowance-not-active");
    expect((await desk.edit(anna, cents(1, 1, 1))).code).toBe("allowance-not-active");
  });

  test("nobody edits somebody else's", async () => {
    const ben = await enrolled();
    const { code } = await desk.edit({ ...ben, allowance: anna.allowance }, cents(1, 1, 1));
    expect(code).toBe("not-found");
  });
});

describe("limit-raised", () => {
  const raisedAt = async () => {
    const { store } = audited.stage.deps;
    const { thumbprint } = await store
      .selectFrom("devices")
      .select("thumbprint")
      .where("allowance_id", "=", anna.allowance)
      .executeTakeFirstOrThrow();
    return (await loadEnrolment(audited.stage.deps, thumbprint))?.raisedAt ?? null;
  };

  test("a raise counts for a day in the risk of each click, a lowering does not", async () => {
    clock.turned += hour;
    // Five usual prices, and then one of more than five times: with a raise lately that is too much for a click.
    for (let at = 0; at < 5; at += 1) await click(1);
    await desk.edit(anna, cents(4, 50, 200));
    expect(await raisedAt()).toBeNull();
    await raise(cents(20, 100, 200));
    expect(await raisedAt()).not.toBeNull();
    expect(await click(6)).toBe("step-up check-due");
    clock.turned += day;
    expect(await click(6)).toBe("captured");
  });

  test("an approval on the wallet's page that raises a line counts too", async () => {
    const limits = { ...cents(20, 100, 200), expiresAt: clock.now() + 20 * day };
    await payOnPage(audited.stage, anna, { offer: await offer(), way: "get", limits });
    expect(await raisedAt()).not.toBeNull();
  });
});

const upTo = (max: number) => fc.integer({ min: 1, max });
const act = fc.oneof(
  fc.record({ kind: fc.constant("edit" as const), lines: fc.tuple(upTo(6), upTo(20), upTo(30)) }),
  fc.record({ kind: fc.constant("click" as const), price: upTo(5) }),
);

test("no sequence of edits and clicks pays more than the lines allow at that time", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 14 }), async (acts) => {
      const person = await enrolled();
      let [perClick, per24h, total] = [5, 50, 200];
      let paid = 0;
      for (const one of acts) {
        if (one.kind === "edit") {
          const [a, b, c] = one.lines;
          const lines = cents(a, b, c);
          const higher = a > perClick || b > per24h || c > total;
          const answer = higher ? await desk.linesAnswer(person, lines) : undefined;
          expect((await desk.edit(person, lines, answer)).status).toBe(200);
          [perClick, per24h, total] = [a, b, c];
        } else if ((await click(one.price, person)) === "captured") {
          paid += one.price;
          expect(one.price).toBeLessThanOrEqual(perClick);
          expect(paid).toBeLessThanOrEqual(Math.min(per24h, total));
        }
      }
    }),
    { numRuns: 15 },
  );
}, 60_000);
