import { toBase64url } from "@farthing/core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, movedBy, openAudited } from "../payments/books.testing.ts";
import { clickBody, newPerson, payOnPage, sayHello, send } from "../payments/person.testing.ts";
import { knownEnrolment, loadEnrolment } from "../payments/enrolment.ts";
import type { TestServer } from "../server.testing.ts";
import { tabOf } from "./tabOf.ts";
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
} from "./tabStage.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
const clock = newTurnedClock();
const rate = { addressPerMinute: 0, payerPerMinute: 0, merchantPerMinute: 0 };
beforeAll(async () => {
  audited = await openAudited({ clock, config: { trustProxy: true, rate } });
  stage = audited.stage;
}, 60_000);
afterAll(async () => expect(await audited.close()).toEqual([]));

const offer = newPages(() => stage);

/** A guest who bought `owned`, and whose bill a new wallet paid. */
async function moved(): Promise<{ guest: Guest; owned: string }> {
  const guest = newGuestPerson();
  const owned = await offer();
  expect(bought(await buyLater(stage, guest, { offer: owned }))).toBe("captured");
  expect((await payByWallet(stage, guest, { owed: 50_000n })).status).toBe(200);
  return { guest, owned };
}

const hello = async (guest: Guest, text: string) =>
  (await sayHello(stage, { key: guest.key, offer: text })).body;

test("once a wallet paid the bill nothing more goes on it: its keys open what was bought, and ask for the wallet once", async () => {
  const { guest, owned } = await moved();
  expect((await hello(guest, owned)).state).toBe("owned");
  expect(await hello(guest, await offer())).toMatchObject({
    state: "needs-wallet",
    why: "first-time",
    bill: null,
  });
  const nothing = await movedBy(stage, async () => {
    const { body } = await click(stage, guest, await offer());
    expect(body).toMatchObject({ kind: "step-up", reason: "bill-closed" });
    const { grant, payLater } = await openFor(stage, guest, { offer: await offer() });
    expect(payLater).toBeNull();
    expect((await pressLater(stage, guest, grant)).code).toBe("pay-later-unavailable");
  });
  expect(nothing).toEqual({});
});

test("a click that reads the key while the list of sales lags does not leave it the guest's", async () => {
  const guest = newGuestPerson();
  expect(bought(await buyLater(stage, guest, { offer: await offer() }))).toBe("captured");
  const row = await stage.deps.store
    .selectFrom("devices")
    .select(["payer_id", "thumbprint"])
    .where("allowance_id", "=", guest.allowance)
    .executeTakeFirstOrThrow();
  const { projection } = stage.deps;
  const reached = projection.reached.bind(projection);
  let reads = 0;
  const waiting = vi.spyOn(projection, "reached").mockImplementation(async (...asked) => {
    // As it is read in the moment after the settlement, and before the list shows it.
    if (reads === 0 && tabOf(stage.deps, row.payer_id)?.owed === 0n) {
      reads += 1;
      await loadEnrolment(stage.deps, row.thumbprint);
    }
    return reached(...asked);
  });
  expect((await payByWallet(stage, guest, { owed: 50_000n })).status).toBe(200);
  waiting.mockRestore();
  expect(reads).toBe(1);
  expect(knownEnrolment(stage.deps, toBase64url(row.thumbprint))).toBeUndefined();
});

test("one passkey on that site, and the same key pays by a click from the wallet; what the guest bought still opens, unpaid", async () => {
  const { guest, owned } = await moved();
  const first = await movedBy(stage, async () => {
    await payOnPage(stage, guest, { offer: await offer(), way: "get" });
  });
  expect(first).toEqual({ pyr: -50_000n, mer: 47_500n, ope: 2_500n });
  const next = await offer();
  expect((await hello(guest, next)).state).toBe("ready");
  const second = await movedBy(stage, async () => {
    const { body } = await send(stage, clickBody(stage, guest, { offer: next }));
    expect(body.kind).toBe("captured");
  });
  expect(second).toEqual({ pyr: -50_000n, mer: 47_500n, ope: 2_500n });
  expect(await billOf(stage, guest)).toMatchObject({ items: [], movedOn: true });
  expect((await hello(guest, owned)).state).toBe("owned");
  const opened = await movedBy(stage, async () => {
    const open = clickBody(stage, guest, { offer: owned, change: { gesture: "open" } });
    const authorization = { ...open.authorization, gesture: "open" } as const;
    const opens = await send(stage, { ...open, authorization });
    expect(opens.body.kind).toBe("owned");
    // Pressed as if it cost something: the guest's receipt, and no money.
    const pays = await send(stage, clickBody(stage, guest, { offer: owned }));
    expect(pays.body.kind).toBe("owned");
  });
  expect(opened).toEqual({});
});

test("somebody else's wallet does not get a guest's key, and a bill paid by the rail goes on", async () => {
  const { guest } = await moved();
  const stranger = { ...newPerson(), key: guest.key };
  await payOnPage(stage, stranger, { offer: await offer() });
  // Paid this once, and no allowance holds its key.
  expect(stranger.allowance ?? "").toBe("");
  expect(await hello(guest, await offer())).toMatchObject({ why: "first-time" });

  const other = await owingGuest(stage, { times: 1, offer, guest: newGuestPerson() });
  await payByRail(stage, other, 50_000n);
  expect((await click(stage, other, await offer())).body).toMatchObject({
    kind: "captured",
    bill: { line: { amount: "1000000" } },
  });
  const bill = await billOf(stage, other);
  expect([bill.items.length, bill.movedOn]).toEqual([1, false]);
});
