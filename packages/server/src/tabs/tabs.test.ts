import { day } from "@farthing/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addNeighbour, newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, balances, movedBy, openAudited } from "../payments/books.testing.ts";
import {
  get,
  newFrameKey,
  payOnPage,
  post,
  sayHello,
  sendUndo,
} from "../payments/person.testing.ts";
import { asMerchant, sendRefund } from "../refunds/refundStage.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { ageTabs } from "./ageTabs.ts";
import {
  billOf,
  bought,
  buyLater,
  click,
  type Guest,
  newGuestPerson,
  openFor,
  owingGuest,
  payByRail,
  payByWallet,
  pressLater,
  reportLater,
  stopHere,
} from "./tabStage.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
const clock = newTurnedClock();

beforeAll(async () => {
  audited = await openAudited({ clock, config: { trustProxy: true } });
  stage = audited.stage;
}, 60_000);
afterAll(async () => expect(await audited.close()).toEqual([]));

const offer = newPages(() => stage);

/** A guest who owes so many times 0.05. */
const owing = (times: number, guest = newGuestPerson()): Promise<Guest> =>
  owingGuest(stage, { times, offer, guest });

function paymentOf(body: unknown): string {
  return (body as { payment?: string }).payment ?? "";
}

async function eventsOf(apiKey = stage.merchant.apiKey) {
  const { body } = await get<{ events: { type: string; payment: { id: string; bill: string } }[] }>(
    stage,
    "/v1/events?limit=500",
    asMerchant(stage, apiKey),
  );
  return body.events;
}

const bills = async () =>
  (
    await get<Record<string, { amount: { amount: string } }>>(
      stage,
      "/v1/merchant/bills",
      asMerchant(stage),
    )
  ).body;

describe("rule 21: read now, pay later", () => {
  test("no account: it is captured, goes on the tab, and waits unsettled without a fee", async () => {
    const guest = newGuestPerson();
    const page = await offer();
    const { payLater } = await openFor(stage, newGuestPerson(), { offer: await offer() });
    expect(payLater).toMatchObject({
      state: "open",
      bill: { owed: { amount: "0" }, line: { amount: "250000" } },
    });
    const moved = await movedBy(stage, async () => {
      expect(bought(await buyLater(stage, guest, { offer: page }))).toBe("captured");
    });
    expect(moved).toEqual({ tab: -50_000n, uns: 50_000n });
    expect(guest.guest).toMatch(/^farthing-guest-dev=[A-Za-z0-9_-]{43}$/);
    expect(await billOf(stage, guest)).toMatchObject({
      state: "open",
      bill: { owed: { amount: "50000" }, line: { amount: "250000" } },
      items: [{ merchant: "The Newsstand", amount: { amount: "50000" } }],
      settledBefore: false,
    });
  });

  test("the next click is one click, and says what is on the bill; the receipt says that it is not settled", async () => {
    const guest = await owing(1);
    const page = await offer();
    const hello = await sayHello(stage, { key: guest.key, offer: page });
    expect(hello.body).toMatchObject({ state: "ready", bill: { owed: { amount: "50000" } } });
    const { body } = await click(stage, guest, page);
    expect(body).toMatchObject({
      kind: "captured",
      bill: { owed: { amount: "100000" }, line: { amount: "250000" } },
    });
    const receipt = (body as { receipt: string }).receipt.split(".")[1] ?? "";
    const claims = JSON.parse(Buffer.from(receipt, "base64url").toString()) as object;
    expect(claims).toMatchObject({ settled: false });
    expect((await sayHello(stage, { key: guest.key, offer: page })).body.state).toBe("owned");
  });

  test("the same press again, and five at once, put it on the bill once", async () => {
    const guest = newGuestPerson();
    await owing(1, guest);
    const neighbour = await addNeighbour(stage);
    guest.key = newGuestPerson().key;
    const { apiKey, origin } = neighbour;
    const { grant } = await openFor(stage, guest, {
      offer: await offer({ apiKey, origin }),
      parent: origin,
    });
    const presses = await Promise.all(
      Array.from({ length: 5 }, () => pressLater(stage, guest, grant)),
    );
    expect(new Set(presses.map(bought))).toEqual(new Set(["captured"]));
    expect((await billOf(stage, guest)).items).toHaveLength(2);
  });

  test("two sites, one guest: one tab and one line", async () => {
    const guest = await owing(3);
    const { apiKey, origin } = await addNeighbour(stage);
    guest.key = newGuestPerson().key;
    const dear = await offer({ apiKey, origin, amount: 110_000n });
    const { grant, payLater } = await openFor(stage, guest, { offer: dear, parent: origin });
    expect(payLater?.state).toBe("due");
    expect(bought(await pressLater(stage, guest, grant))).toBe("bill-due");
    const cheap = await offer({ apiKey, origin, amount: 100_000n });
    expect(bought(await buyLater(stage, guest, { offer: cheap, parent: origin }))).toBe("captured");
    expect((await billOf(stage, guest)).state).toBe("due");
  });

  test("a lost cookie is a new guest, and a guest's cookie is no way into another's", async () => {
    const [one, other] = [await owing(1), await owing(1)];
    expect(one.guest).not.toBe(other.guest);
    const { items } = await billOf(stage, other);
    expect((await reportLater(stage, one, items[0]?.payment ?? "", "not-me")).code).toBe(
      "not-found",
    );
    const made = { ...one, guest: `farthing-guest-dev=${"A".repeat(43)}` };
    expect((await billOf(stage, made)).state).toBe("none");
    expect((await payByRail(stage, made, 50_000n)).code).toBe("not-found");
    expect((await billOf(stage, one)).items).toHaveLength(1);
  });
});

describe("the line", () => {
  test("at 0.25 the next click is asked for the bill, and nothing is charged", async () => {
    const guest = await owing(5);
    const page = await offer();
    expect((await sayHello(stage, { key: guest.key, offer: page })).body).toMatchObject({
      state: "needs-wallet",
      why: "bill-due",
    });
    expect((await click(stage, guest, page)).body).toMatchObject({
      kind: "step-up",
      reason: "bill-due",
    });
    expect((await billOf(stage, guest)).bill.owed.amount).toBe("250000");
  });

  test("20 clicks at once never get above it", async () => {
    const guest = await owing(1);
    const pages = await Promise.all(Array.from({ length: 20 }, () => offer()));
    const answers = await Promise.all(pages.map((page) => click(stage, guest, page)));
    expect(answers.filter(({ body }) => body.kind === "captured")).toHaveLength(4);
    expect((await billOf(stage, guest)).bill.owed.amount).toBe("250000");
  });

  test("a bill has at most as many things as one settlement names", async () => {
    const guest = await owing(1);
    let captured = 1;
    for (let at = 0; at < 32; at += 1) {
      const { body } = await click(stage, guest, await offer({ amount: 1_000n, access: "use" }));
      if (body.kind === "captured") captured += 1;
    }
    expect(captured).toBe(30);
    const owed = 50_000n + 29_000n;
    expect((await payByRail(stage, guest, owed)).body).toMatchObject({
      items: [],
      settledBefore: true,
    });
  });

  test("a ring of guests on one network is held by the network's own line, in each process", async () => {
    const address = "192.0.2.9";
    const words: (string | undefined)[] = [];
    for (let at = 0; at < 9; at += 1) {
      const guest = newGuestPerson(`192.0.2.${at}`);
      const first = await buyLater(stage, guest, { offer: await offer({ amount: 240_000n }) });
      words.push(bought(first) ?? first.code ?? "");
    }
    expect(words).toEqual([...Array<string>(8).fill("captured"), "pay-later-unavailable"]);
    const { payLater } = await openFor(stage, newGuestPerson(address), {
      offer: await offer({ amount: 90_000n }),
    });
    expect(payLater?.state).toBe("network");
  });
});

describe("settling", () => {
  test("by opening a wallet: payer → tab, what waited → merchant and fee, and the line is 1.00", async () => {
    const guest = await owing(5);
    const moved = await movedBy(stage, () => payByWallet(stage, guest, { owed: 250_000n }));
    expect(moved).toEqual({
      pyr: 10_000_000n - 250_000n,
      tab: 250_000n,
      uns: -250_000n,
      mer: 237_500n,
      ope: 12_500n,
      rai: -10_000_000n,
    });
    expect(await billOf(stage, guest)).toMatchObject({
      state: "open",
      items: [],
      settledBefore: true,
      bill: { owed: { amount: "0" }, line: { amount: "1000000" } },
    });
    // Who has a wallet now pays from it (afterWallet.test.ts).
    expect((await click(stage, guest, await offer())).body).toMatchObject({
      kind: "step-up",
      reason: "bill-closed",
    });
  });

  test("what a wallet paid is in its list, with its receipt, and its merchant hears of each", async () => {
    const guest = await owing(2);
    const [sale] = (await billOf(stage, guest)).items;
    await payByWallet(stage, guest, { owed: 100_000n });
    const headers = { cookie: guest.session };
    const list = await get<{ payments: { id: string; kind: string }[] }>(
      stage,
      "/v1/wallet/payments",
      headers,
    );
    expect(list.body.payments.filter(({ kind }) => kind === "payment")).toHaveLength(2);
    const detail = await get<{ receipt: string }>(
      stage,
      `/v1/wallet/payments/${sale?.payment}`,
      headers,
    );
    expect(detail.body.receipt).toMatch(/^ey/);
    const told = (await eventsOf()).filter(({ payment }) => payment.id === sale?.payment);
    expect(told.map(({ type }) => type)).toEqual(["payment.captured", "payment.settled"]);
    expect(told[0]?.payment.bill).toBe("paid");
  });

  test("two at once, by wallet and by rail: paid once, and the other hears that the bill changed", async () => {
    const guest = await owing(3);
    const moved = await movedBy(stage, async () => {
      const both = await Promise.all([
        payByRail(stage, guest, 150_000n),
        payByRail(stage, guest, 150_000n),
        payByWallet(stage, guest, { owed: 150_000n }),
      ]);
      expect(both.map(({ code }) => code ?? "paid").toSorted()).toEqual([
        "bill-changed",
        "bill-changed",
        "paid",
      ]);
    });
    expect(moved["tab"]).toBe(150_000n);
    expect((moved["mer"] ?? 0n) + (moved["ope"] ?? 0n)).toBe(150_000n);
  });

  test("not more and not less than what was seen, nor by an answer to another question", async () => {
    const guest = await owing(1);
    expect((await payByRail(stage, guest, 49_999n)).code).toBe("bill-changed");
    const lied = await payByWallet(stage, guest, { owed: 50_000n, agreed: 40_000n });
    expect(lied.code).toBe("passkey-failed");
    expect(lied.cookies).toEqual([]);
    await click(stage, guest, await offer());
    const late = await payByWallet(stage, guest, { owed: 50_000n });
    expect(late.code).toBe("bill-changed");
    expect((await billOf(stage, guest)).bill.owed.amount).toBe("100000");
  });

  test("a frozen wallet pays no bill", async () => {
    const guest = newGuestPerson();
    // A wallet of another day, and a bill begun without it.
    const { key } = guest;
    await payOnPage(stage, Object.assign(guest, { key: newFrameKey() }), { offer: await offer() });
    const { session } = guest;
    await owing(1, Object.assign(guest, { key, session: "" }));
    guest.session = session;
    await post(stage, "/v1/wallet/freeze", {}, { cookie: guest.session });
    expect((await payByWallet(stage, guest, { owed: 50_000n, way: "get" })).code).toBe(
      "bill-not-paid",
    );
    expect((await payByRail(stage, guest, 50_000n)).status).toBe(200);
  });
});

describe("nothing unsettled can be paid out", () => {
  test("a merchant that opens tabs on itself has nothing of its own", async () => {
    const own = await addNeighbour(stage);
    const { apiKey, origin } = own;
    for (let at = 0; at < 4; at += 1) {
      const guest = newGuestPerson();
      await buyLater(stage, guest, {
        offer: await offer({ apiKey, origin, amount: 200_000n }),
        parent: origin,
      });
    }
    const now = await balances(stage);
    expect(now.get(own.id)).toBe(0n);
    expect(now.get(`unsettled:${own.id}`)).toBe(800_000n);
  });

  test("a merchant that opted out sells nothing on a bill, and keys that did ask for a wallet", async () => {
    const { apiKey, origin } = await addNeighbour(stage);
    const guest = newGuestPerson();
    await buyLater(stage, guest, { offer: await offer({ apiKey, origin }), parent: origin });
    const setting = { method: "PATCH", body: JSON.stringify({ payLater: false }) };
    const headers = { ...asMerchant(stage, apiKey), "content-type": "application/json" };
    const answer = await stage.fetch("/v1/merchant/settings", { ...setting, headers });
    expect(await answer.json()).toMatchObject({ payLater: false });
    const page = await offer({ apiKey, origin });
    expect((await click(stage, guest, page, origin)).body).toMatchObject({ reason: "bill-closed" });
    const stranger = newGuestPerson();
    const { grant, payLater } = await openFor(stage, stranger, { offer: page, parent: origin });
    expect(payLater).toBeNull();
    expect((await pressLater(stage, stranger, grant)).code).toBe("pay-later-unavailable");
  });
});

test("what its merchant has a passkey asked for goes on no bill", async () => {
  const { apiKey, origin } = await addNeighbour(stage);
  const guest = newGuestPerson();
  await buyLater(stage, guest, { offer: await offer({ apiKey, origin }), parent: origin });
  const askAbove = { amount: "0", asset: "PLAY/6" };
  const headers = { ...asMerchant(stage, apiKey), "content-type": "application/json" };
  const patch = { method: "PATCH", headers, body: JSON.stringify({ askAbove }) };
  expect((await stage.fetch("/v1/merchant/settings", patch)).status).toBe(200);
  const page = await offer({ apiKey, origin });
  expect((await click(stage, guest, page, origin)).body).toMatchObject({
    kind: "step-up",
    reason: "check-due",
  });
  // Neither who has a bill already nor who would begin one.
  for (const person of [guest, newGuestPerson()]) {
    const { grant } = await openFor(stage, person, { offer: page, parent: origin });
    expect((await pressLater(stage, person, grant)).code).toBe("pay-later-unavailable");
  }
});

test("while the brake asks a passkey of everybody, nobody pays later", async () => {
  const { brake, clock } = stage.deps;
  const guest = newGuestPerson();
  await buyLater(stage, guest, { offer: await offer() });
  const before = brake.measured();
  brake.set({ state: "all-clicks", basisPoints: 30, belowSince: null, at: clock.now() });
  const page = await offer();
  expect((await click(stage, guest, page)).body).toMatchObject({ kind: "step-up" });
  const stranger = newGuestPerson();
  const { grant, payLater } = await openFor(stage, stranger, { offer: page });
  expect(payLater).toBeNull();
  expect((await pressLater(stage, stranger, grant)).code).toBe("pay-later-unavailable");
  brake.set(before ?? { state: "off", basisPoints: 0, belowSince: null, at: clock.now() });
});

describe("undo, stop and report", () => {
  test("undo gives back the line, once, and not after the bill was paid", async () => {
    const guest = await owing(1);
    const first = await click(stage, guest, await offer());
    const payment = paymentOf(first.body);
    expect((await sendUndo(stage, guest, payment)).status).toBe(200);
    expect((await sendUndo(stage, guest, payment)).status).toBe(409);
    expect((await billOf(stage, guest)).bill.owed.amount).toBe("50000");
    const second = paymentOf((await click(stage, guest, await offer())).body);
    await payByRail(stage, guest, 100_000n);
    expect((await sendUndo(stage, guest, second)).code).toBe("undo-too-late");
  });

  test("undo and settlement at once: one of the two", async () => {
    const guest = await owing(1);
    const payment = paymentOf((await click(stage, guest, await offer())).body);
    const [undone, paid] = await Promise.all([
      sendUndo(stage, guest, payment),
      payByRail(stage, guest, 100_000n),
    ]);
    expect([undone.status === 200, paid.status === 200].filter(Boolean)).toHaveLength(1);
  });

  test("stop here: no click is taken any more, at no site, and the bill can still be paid", async () => {
    const guest = await owing(2);
    expect((await stopHere(stage, guest)).body.state).toBe("closed");
    expect((await stopHere(stage, guest)).status).toBe(200);
    expect((await click(stage, guest, await offer())).body).toMatchObject({
      reason: "bill-closed",
    });
    expect((await payByRail(stage, guest, 100_000n)).body).toMatchObject({
      state: "closed",
      items: [],
    });
    expect((await click(stage, guest, await offer())).body).toMatchObject({
      reason: "bill-closed",
    });
  });

  test("a report takes it off the bill, once; the network's line is not given back", async () => {
    const guest = await owing(2);
    const [sale] = (await billOf(stage, guest)).items;
    const payment = sale?.payment ?? "";
    const moved = await movedBy(stage, async () => {
      expect((await reportLater(stage, guest, payment, "not-received")).status).toBe(200);
      expect((await reportLater(stage, guest, payment, "not-received")).status).toBe(200);
      expect((await reportLater(stage, guest, payment, "not-me")).code).toBe("already-reported");
    });
    expect(moved).toEqual({ tab: 50_000n, uns: -50_000n });
    expect(await billOf(stage, guest)).toMatchObject({ bill: { owed: { amount: "50000" } } });
    expect((await eventsOf()).at(-1)).toMatchObject({
      type: "payment.refunded",
      payment: { bill: "returned" },
    });
  });

  test("I did not do this: the site charges nothing more", async () => {
    const guest = await owing(1);
    const [sale] = (await billOf(stage, guest)).items;
    await reportLater(stage, guest, sale?.payment ?? "", "not-me");
    expect((await click(stage, guest, await offer())).body.kind).not.toBe("captured");
  });

  test("after it was paid it is the wallet's to report, and goes back to it", async () => {
    const guest = await owing(1);
    const [sale] = (await billOf(stage, guest)).items;
    const payment = sale?.payment ?? "";
    await payByWallet(stage, guest, { owed: 50_000n });
    expect((await reportLater(stage, guest, payment, "not-received")).code).toBe("not-found");
    const moved = await movedBy(stage, async () => {
      const path = `/v1/wallet/payments/${payment}/reports`;
      const answer = await post(stage, path, { reason: "not-received" }, { cookie: guest.session });
      expect(answer.status).toBe(200);
    });
    expect(moved).toEqual({ pyr: 50_000n, mer: -47_500n, ope: -2_500n });
  });

  test("a merchant gives an unpaid sale back whole, never a part; a paid one to whoever paid", async () => {
    const guest = await owing(2);
    const [first, second] = (await billOf(stage, guest)).items.map(({ payment }) => payment);
    const key = "01890a5d-ac96-774b-bcce-b302099a8057";
    const part = await sendRefund(stage, { payment: first ?? "", part: 10_000, key });
    expect(part.code).toBe("sale-on-bill");
    const whole = await movedBy(stage, () => sendRefund(stage, { payment: first ?? "" }));
    expect(whole).toEqual({ tab: 50_000n, uns: -50_000n });
    await payByRail(stage, guest, 50_000n);
    const paid = await movedBy(stage, () => sendRefund(stage, { payment: second ?? "" }));
    expect(paid).toEqual({ rai: 50_000n, mer: -47_500n, ope: -2_500n });
  });
});

describe("aging", () => {
  test("after 30 days the sale is undone at the merchant's loss, is told, and the bill takes nothing more", async () => {
    const guest = await owing(2);
    const before = BigInt((await bills())["agedOut"]?.amount.amount ?? "0");
    clock.turned += 29 * day;
    await ageTabs(stage.deps);
    expect((await billOf(stage, guest)).items).toHaveLength(2);
    clock.turned += 2 * day;
    const [one, two] = await Promise.all([ageTabs(stage.deps), ageTabs(stage.deps)]);
    expect(one + two).toBeGreaterThanOrEqual(2);
    expect(await billOf(stage, guest)).toMatchObject({
      state: "closed",
      items: [],
      bill: { owed: { amount: "0" } },
    });
    expect((await eventsOf()).at(-1)).toMatchObject({
      type: "payment.aged-out",
      payment: { bill: "aged-out" },
    });
    expect(
      BigInt((await bills())["agedOut"]?.amount.amount ?? "0") - before,
    ).toBeGreaterThanOrEqual(100_000n);
    expect(await ageTabs(stage.deps)).toBe(0);
    expect((await click(stage, guest, await offer())).body.kind).not.toBe("captured");
    const all = await balances(stage);
    const unsettled = [...all].filter(([name]) => name.startsWith("unsettled:"));
    expect(unsettled.every(([, balance]) => balance === 0n)).toBe(true);
  });

  test("a clock that stepped back writes nothing off, and nothing twice", async () => {
    const guest = await owing(1);
    clock.turned -= 2 * day;
    expect(await ageTabs(stage.deps)).toBe(0);
    clock.turned += 2 * day;
    expect((await billOf(stage, guest)).items).toHaveLength(1);
  });
});
