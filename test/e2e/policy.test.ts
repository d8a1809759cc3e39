import { openPerson, type Person } from "@farthing/lab";
import { systemClock } from "@farthing/core";
import type { FrameLocator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "./books.ts";
import { isAt } from "./isAt.ts";
import { type Kiosk, openKiosk } from "./openKiosk.ts";
import { allow, approveOn } from "./reader.ts";

let kiosk: Kiosk;
let reader: Person;
let payer: string;
let merchant: string;

beforeAll(async () => {
  kiosk = await openKiosk([1, 1, 1, 5, 1]);
  reader = await openPerson({ storage: "allowed" });
  await reader.page.goto(kiosk.origin);
  await isAt(frame(0), "needs-wallet");
  const opening = reader.context.waitForEvent("page");
  await reader.press(frame(0).getByRole("button", { name: /^Read for/ }));
  await approveOn(await opening, reader, allow);
  await isAt(frame(0), "paid");
  const device = await kiosk.stage.deps.store
    .selectFrom("devices")
    .select(["payer_id", "merchant_id"])
    .executeTakeFirstOrThrow();
  [payer, merchant] = [device.payer_id, device.merchant_id];
});
afterAll(async () => {
  await reader.close();
  await kiosk.close();
});

function frame(at: number): FrameLocator {
  return reader.page.locator("farthing-button iframe").nth(at).contentFrame();
}

const press = (at: number, name: RegExp) => reader.press(frame(at).getByRole("button", { name }));

/** Payments that this payer made just now, as far as the policy remembers. */
function paidJustNow(count: number, price = 10_000n): void {
  const { risk } = kiosk.stage.deps;
  for (let at = 0; at < count; at += 1)
    risk.paid({ payer, merchant, price, at: systemClock.now() });
}

test("C: a click that nothing speaks against pays", async () => {
  await isAt(frame(1), "ready");
  await press(1, /^Read for/);
  await isAt(frame(1), "paid");
});

test("U: the sixth click in ten seconds asks who is there, in words, and a passkey in the frame pays", async () => {
  await isAt(frame(2), "ready");
  paidJustNow(5);
  const before = readBooks(kiosk.stage);
  await press(2, /^Read for/);
  await isAt(frame(2), "over-line");
  await frame(2).getByText("Check it’s you: $0.01 to The Kiosk.").waitFor();
  expect(readBooks(kiosk.stage).payers).toBe(before.payers);
  await press(2, /^Check and pay \$0\.01/);
  await isAt(frame(2), "paid");
  expect(before.payers - readBooks(kiosk.stage).payers).toBe(10_000n);
});

test("after the check a click is a click again", async () => {
  await isAt(frame(4), "ready");
  await press(4, /^Read for/);
  await isAt(frame(4), "paid");
});

test("D: what is too risky is declined in words with a next step, and nothing is charged", async () => {
  const { risk, store } = kiosk.stage.deps;
  await isAt(frame(3), "ready");
  const devices = await store.selectFrom("devices").select("id").execute();
  for (const { id } of devices) for (let at = 0; at < 3; at += 1) risk.conflict(id);
  // At a shop agreed to minutes ago, and for more than five times what it asks.
  paidJustNow(31, 5_000n);
  risk.checked(payer);
  const before = readBooks(kiosk.stage);
  await press(3, /^Read for/);
  await frame(3)
    .getByText(
      "Nothing was charged. This payment looks unusual. Open your wallet and look at your last payments.",
    )
    .waitFor();
  expect(readBooks(kiosk.stage).payers).toBe(before.payers);
});
