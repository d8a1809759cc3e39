import { day, hour, minute } from "@farthing/core";
import type { PaymentDetail, PaymentOutcome } from "@farthing/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addNeighbour, newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, movedBy, openAudited } from "../payments/books.testing.ts";
import {
  agree,
  approve,
  askGrant,
  cookie,
  get,
  newPerson,
  openPage,
  payOnPage,
  type Person,
  post,
  sendUndo,
} from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { asOperator, type HeldOn, holdFirst, meOf, payReading } from "./holdStage.testing.ts";
import { workHolds } from "./workHolds.ts";

const clock = newTurnedClock();
let audited: AuditedServer;
let stage: TestServer;
let anna: Person;
beforeAll(async () => {
  audited = await openAudited({ clock });
  stage = audited.stage;
  holdFirst(stage, "H1");
});
beforeEach(() => {
  anna = newPerson();
});
// Closing replays the journal through the rules, from nothing.
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);
const price = 50_000n;
const hold = async (person = anna, of: Partial<Parameters<typeof payReading>[2]> = {}) => {
  const paid = await payReading(stage, person, { offer: await fresh({ amount: price }), ...of });
  return { ...paid, payment: paymentOf(paid.outcome) };
};
const paymentOf = (outcome: PaymentOutcome): string => {
  if (!("payment" in outcome)) throw new Error(`no payment: ${outcome.kind}`);
  return outcome.payment;
};
/** What the same bytes hear now. */
const again = async ({ grant, credential }: HeldOn, person = anna) => {
  const { body, code } = await approve(stage, person, { grant, credential });
  if (code !== null) return code;
  const { outcome } = body;
  return "reason" in outcome ? `${outcome.kind} ${outcome.reason}` : outcome.kind;
};
const detail = async (payment: string, person = anna) =>
  (await get<PaymentDetail>(stage, `/v1/wallet/payments/${payment}`, cookie(person.session))).body;
const ask = (path: string, person = anna, body: object = {}) =>
  post<object>(stage, `/v1/wallet/${path}`, body, cookie(person.session));
const cancel = (payment: string, person = anna) => ask(`payments/${payment}/cancel`, person);
const work = async () => {
  await stage.deps.projection.reached(stage.deps.ledger.head().seq, 5_000);
  await workHolds(stage.deps);
};
const pass = async (ms: number) => {
  clock.turned += ms;
  await work();
};
const asMerchant = { authorization: () => `Bearer ${stage.merchant.apiKey}` };
const refund = (payment: string) =>
  post<{ amount: { amount: string } }>(
    stage,
    "/v1/refunds",
    { payment, reason: "goodwill" },
    { authorization: asMerchant.authorization() },
  );

describe("held", () => {
  test("the page says for how long, nothing moves, and it is shown as held everywhere", async () => {
    let held: Awaited<ReturnType<typeof hold>> | undefined;
    const before = clock.now();
    const moved = await movedBy(stage, async () => (held = await hold()));
    expect(moved["mer"]).toBeUndefined();
    expect(held?.shown.holdMs).toBe(hour);
    expect(held?.outcome).toMatchObject({ kind: "held" });
    // The lists follow the journal by a moment; the balance does not.
    const told = async () => (await meOf(stage, anna)).notices.length;
    await expect.poll(told, { timeout: 5_000 }).toBe(1);
    const me = await meOf(stage, anna);
    expect(me.held.amount).toBe("50000");
    expect(me.notices).toMatchObject([{ payment: held?.payment, merchant: "The Newsstand" }]);
    expect(me.notices[0]?.heldUntil).toBeGreaterThanOrEqual(before + hour);
    expect(me.week.spent.amount).toBe("0");
    const shown = await detail(held?.payment ?? "");
    expect(shown).toMatchObject({ status: "held", receipt: null, released: null });
    expect(await again(held as HeldOn)).toBe("held");
  });

  test("the same page in another tab hears that it is held, and pays nothing", async () => {
    const offer = await fresh({ amount: price });
    const first = await hold(anna, { offer });
    const twin = await payReading(stage, anna, { offer, way: "get" });
    expect(twin.outcome).toEqual(first.outcome);
    expect((await meOf(stage, anna)).held.amount).toBe("50000");
  });

  test("a merchant hears `held`, then `captured`; no receipt is claimed before", async () => {
    const { payment } = await hold();
    const events = async () => {
      const { body } = await get<{ events: { type: string; payment: { id: string } }[] }>(
        stage,
        "/v1/events?after=0",
        { authorization: asMerchant.authorization() },
      );
      return body.events.filter((event) => event.payment.id === payment).map(({ type }) => type);
    };
    await expect.poll(events).toEqual(["payment.held"]);
    await pass(hour + minute);
    await expect.poll(events).toEqual(["payment.held", "payment.captured"]);
  });

  test("refund, report and undo name the way that there is", async () => {
    const { payment } = await hold();
    expect((await refund(payment)).code).toBe("payment-held");
    const reason = { reason: "not-me" };
    expect((await ask(`payments/${payment}/reports`, anna, reason)).code).toBe("payment-held");
    expect((await sendUndo(stage, anna, payment)).code).toBe("payment-held");
    await cancel(payment);
    expect((await refund(payment)).code).toBe("payment-released");
    expect((await ask(`payments/${payment}/reports`, anna, reason)).code).toBe("payment-released");
  });
});

describe("the page", () => {
  test("nobody agrees to a hold that the page did not show", async () => {
    const { grant } = await askGrant(stage, anna, { offer: await fresh({ amount: price }) });
    await openPage(stage, anna, grant);
    const terms = { choice: "allow", way: "create", limits: null } as const;
    expect((await agree(stage, anna, { grant, terms })).code).toBe("hold-not-agreed");
    const shorter = { ...terms, holdMs: minute };
    expect((await agree(stage, anna, { grant, terms: shorter })).code).toBe("hold-not-agreed");
  });

  test("who owns it already is asked for no hold", async () => {
    const path = "/owned";
    await hold(anna, { offer: await fresh({ amount: price, path }) });
    await pass(hour + minute);
    const offer = await fresh({ amount: price, path });
    const { outcome, shown } = await payReading(stage, anna, { offer, way: "get" });
    expect([outcome.kind, shown.holdMs]).toEqual(["owned", null]);
  });
});

test("a merchant has a receipt file of a captured payment only: of one let go of it would prove a sale that was none", async () => {
  const fileOf = async (payment: string) => {
    const headers = { authorization: asMerchant.authorization() };
    const answer = await stage.fetch(`/v1/payments/${payment}/receipt-file`, { headers });
    const text = await answer.text();
    return answer.status === 200
      ? text.split("\n")[0]
      : (JSON.parse(text) as { code: string }).code;
  };
  const [kept, gone] = [await hold(), await hold(newPerson())];
  expect(await fileOf(kept.payment)).toBe("payment-held");
  await cancel(kept.payment);
  expect(await fileOf(kept.payment)).toBe("payment-released");
  await pass(hour + minute);
  expect(await fileOf(gone.payment)).toBe("c2sp.org/tlog-proof@v1");
});

describe("captured", () => {
  test("when it is due, once, with the fee, and a receipt of that moment", async () => {
    const held = await hold();
    await pass(hour - minute);
    expect(await again(held)).toBe("held");
    const moved = await movedBy(stage, async () => {
      clock.turned += 2 * minute;
      // As many processes as there may be, all at once.
      await Promise.all([work(), work(), work()]);
      await work();
    });
    expect(moved).toEqual({ pyr: -50_000n, mer: 47_500n, ope: 2_500n });
    expect(await again(held)).toBe("captured");
    const { status, receipt } = await detail(held.payment);
    expect(status).toBe("captured");
    const claims = JSON.parse(
      Buffer.from(receipt?.split(".")[1] ?? "", "base64url").toString(),
    ) as { iat: number; exp: number; amount: string };
    expect(claims.iat * 1_000).toBeGreaterThan(clock.now() - minute);
    expect(claims.amount).toBe("50000");
    expect((await meOf(stage, anna)).held.amount).toBe("0");
    expect((await cancel(held.payment)).code).toBe("hold-over");
    expect((await sendUndo(stage, anna, held.payment)).code).toBe("undo-too-late");
  });

  test("a refund of it gives back all, fee included, and a report works as always", async () => {
    const [one, two] = [await hold(), await hold(newPerson())];
    await pass(hour + minute);
    const moved = await movedBy(stage, () => refund(one.payment));
    expect(moved).toEqual({ pyr: 50_000n, mer: -47_500n, ope: -2_500n });
    expect((await detail(one.payment)).status).toBe("refunded");
    expect(await again(two, newPerson())).toBe("captured");
  });

  test("after a server was down for days, and after the clock stepped back and ahead", async () => {
    const held = await hold();
    clock.turned -= 2 * minute;
    await work();
    expect(await again(held)).toBe("held");
    await pass(5 * day);
    expect(await again(held)).toBe("captured");
  });
});

describe("released", () => {
  test("cancelled: money, limits and claim are back in one entry; again changes nothing", async () => {
    const path = "/cancelled";
    const first = await fresh({ amount: price, path });
    const held = await hold(anna, { offer: first, choice: "once" });
    expect((await cancel(held.payment)).status).toBe(200);
    const { seq } = stage.deps.ledger.head();
    expect((await cancel(held.payment)).body).toMatchObject({
      status: "released",
      released: "cancelled",
    });
    expect(stage.deps.ledger.head().seq).toBe(seq);
    expect(await again(held)).toBe("released cancelled");
    await pass(hour + minute);
    expect(await again(held)).toBe("released cancelled");
    // The claim is free: the same thing can be bought.
    const offer = await fresh({ amount: price, path });
    expect((await payReading(stage, anna, { offer, way: "get" })).outcome.kind).toBe("held");
  });

  test("nobody cancels another's, nor what was never held", async () => {
    const { payment } = await hold();
    const stranger = newPerson();
    await hold(stranger);
    expect((await cancel(payment, stranger)).code).toBe("not-found");
    expect((await cancel("pay_x")).code).toBe("not-found");
    expect((await post(stage, `/v1/wallet/payments/${payment}/cancel`, {})).code).toBe(
      "signed-out",
    );
    expect((await detail(payment)).status).toBe("held");
  });

  test("a cancel that races the capture: one of the two happens, and both hear which", async () => {
    const rounds = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const person = newPerson();
        return { person, held: await hold(person) };
      }),
    );
    clock.turned += hour + minute;
    await stage.deps.projection.reached(stage.deps.ledger.head().seq, 5_000);
    const [, ...cancels] = await Promise.all([
      workHolds(stage.deps),
      ...rounds.map(({ held, person }) => cancel(held.payment, person)),
    ]);
    await work();
    for (const [at, { held, person }] of rounds.entries()) {
      const { status } = await detail(held.payment, person);
      expect(cancels[at]?.code ?? "done").toBe(status === "captured" ? "hold-over" : "done");
    }
  });

  test("the ledger's own clock lets go of what no server captured; limits and claim follow", async () => {
    const path = "/expired";
    const first = await fresh({ amount: price, path });
    const held = await hold(anna, { offer: first, choice: "once" });
    clock.turned += 8 * day;
    // Anything that is written wakes the ledger's clock.
    await payReading(stage, newPerson(), { offer: await fresh({ amount: price }) });
    await expect.poll(async () => (await detail(held.payment)).released).toBe("expired");
    await work();
    expect(await again(held)).toBe("released expired");
    const offer = await fresh({ amount: price, path });
    expect((await payReading(stage, anna, { offer, way: "get" })).outcome.kind).toBe("held");
  });
});

describe("never to whom it was stopped for", () => {
  const stops: [string, (person: Person) => Promise<unknown>][] = [
    ["wallet-frozen", (person) => ask("freeze", person)],
    ["site-stopped", (person) => ask(`allowances/${person.allowance}/pause`, person)],
    ["site-stopped", (person) => ask(`allowances/${person.allowance}/revoke`, person)],
  ];
  test.each(stops)("%s: let go of at once, and not captured later", async (why, stop) => {
    const held = await hold();
    const moved = await movedBy(stage, () => stop(anna));
    expect(moved).toEqual({});
    expect(await again(held)).toBe(`released ${why}`);
    await pass(hour + minute);
    expect(await again(held)).toBe(`released ${why}`);
    expect((await meOf(stage, anna)).held.amount).toBe("0");
  });

  test("reported: `I didn't do this` of another payment there", async () => {
    const first = await hold();
    await pass(hour + minute);
    const second = await payReading(stage, anna, {
      offer: await fresh({ amount: price, access: "use" }),
      way: "get",
    });
    expect(second.outcome.kind).toBe("captured");
    holdFirst(stage, "H24");
    const bea = newPerson();
    const kept = await hold(bea);
    await ask(`payments/${first.payment}/reports`, anna, { reason: "not-me" });
    // Another payer's report stops nothing of hers.
    expect(await again(kept, bea)).toBe("held");
    await cancel(kept.payment, bea);
    holdFirst(stage, "H1");
  });

  test("merchant-blocked: by the operator; nobody pays it, refunds go on, and it can be let go on", async () => {
    const made = await hold();
    await pass(hour + minute);
    const bea = newPerson();
    const held = await hold(bea);
    const path = (verb: string) => `/v1/operator/merchants/${stage.merchant.id}/${verb}`;
    const why = { why: "Sells what it does not have." };
    expect((await asOperator(stage, path("block"), why)).body).toMatchObject({ blocked: true });
    expect((await asOperator(stage, path("block"), why)).status).toBe(200);
    expect(await again(held, bea)).toBe("released merchant-blocked");
    const late = await payReading(stage, newPerson(), { offer: await fresh({ amount: price }) });
    expect(late.outcome).toMatchObject({ kind: "declined", reason: "merchant-blocked" });
    const moved = await movedBy(stage, () => refund(made.payment));
    expect(moved).toEqual({ pyr: 50_000n, mer: -47_500n, ope: -2_500n });
    // Still blocked after money went through.
    const later = await payReading(stage, newPerson(), { offer: await fresh({ amount: price }) });
    expect(later.outcome).toMatchObject({ reason: "merchant-blocked" });
    expect((await asOperator(stage, path("unblock"), why)).body).toMatchObject({ blocked: false });
    expect((await asOperator(stage, path("unblock"), why)).status).toBe(200);
    expect((await hold(newPerson())).outcome.kind).toBe("held");
    const unknown = "/v1/operator/merchants/mer_00000000000000000000000000/block";
    expect((await asOperator(stage, unknown, why)).code).toBe("not-found");
    expect((await asOperator(stage, path("block"), { why: " " })).code).toBe("invalid-request");
  });

  test("a neighbour is not touched by a block", async () => {
    const neighbour = await addNeighbour(stage);
    const held = await hold();
    await asOperator(stage, `/v1/operator/merchants/${neighbour.id}/block`, { why: "x" });
    expect(await again(held)).toBe("held");
    const { outcome } = await payOnPage(stage, newPerson(), {
      offer: await fresh({ amount: price }),
    }).catch((error: unknown) => ({ outcome: { kind: String(error) } }));
    expect(outcome.kind).toContain("hold-not-agreed");
  });
});

test("a crash between hold and capture: what the store lost is found again in the journal", async () => {
  const held = await hold();
  await stage.deps.store.deleteFrom("mails").execute();
  clock.turned += hour + minute;
  // The store's row is behind, as after a crash: the ledger's word counts, and nothing is done twice.
  await work();
  await stage.deps.projection.reached(stage.deps.ledger.head().seq, 5_000);
  await stage.deps.store
    .updateTable("payments")
    .set({ status: "held" })
    .where("id", "=", held.payment)
    .execute();
  const moved = await movedBy(stage, work);
  expect(moved).toEqual({});
  expect(await again(held)).toBe("captured");
});
