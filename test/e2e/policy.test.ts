import { openPerson, type Person } from "@farthing/lab";
import { systemClock } from "@farthing/core";
import { writeSettings } from "@farthing/server";
import type { FrameLocator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "./books.ts";
import { isAt } from "./isAt.ts";
import { expectAxeClean, shoot } from "./look.ts";
import { type Kiosk, openKiosk } from "./openKiosk.ts";
import { allow, approveOn } from "./reader.ts";
import { pressIn } from "./pressIn.ts";

let kiosk: Kiosk;
let reader: Person;
let payer: string;
let merchant: string;

beforeAll(async () => {
  kiosk = await openKiosk([1, 1, 1, 5, 1, 3, 4]);
  reader = await openPerson({ storage: "allowed" });
  await reader.page.goto(kiosk.origin);
  await isAt(frame(0), "needs-wallet");
  const opening = reader.context.waitForEvent("page");
  await pressIn(reader, frame(0), /^Read for/);
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

const press = (at: number, name: RegExp) => pressIn(reader, frame(at), name);

const cents = (count: number) => ({ amount: String(count * 10_000), asset: "PLAY/6" as const });
/** What the site sets for all its pages. */
const setLines = (lines: Parameters<typeof writeSettings>[2]) =>
  writeSettings(kiosk.stage.deps, merchant, lines);
const button = (at: number) => reader.page.locator("farthing-button").nth(at);

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

test("a site that has a passkey asked for at a price: the button says so before the press, and a passkey there pays", async () => {
  await setLines({ askAbove: cents(2) });
  await reader.page.reload();
  await isAt(frame(5), "over-line");
  await frame(5).getByText("Check it’s you: $0.03 to The Kiosk.").waitFor();
  await shoot(reader.page, "policy-site-asks", button(5));
  const before = readBooks(kiosk.stage);
  await press(5, /^Check and pay \$0\.03/);
  await isAt(frame(5), "paid");
  expect(before.payers - readBooks(kiosk.stage).payers).toBe(30_000n);
});

test("on the wallet's page it is the site that asks; what it sells no more by then is not paid, and both say so", async () => {
  const { config } = kiosk.stage.deps;
  const { stepUpMax } = config;
  Object.assign(config, { stepUpMax: 0n });
  await reader.page.reload();
  await isAt(frame(6), "over-line");
  const opening = reader.context.waitForEvent("page");
  await press(6, /^Check and pay \$0\.04/);
  const wallet = await opening;
  await wallet.getByText("This site asks for your passkey at this price.").waitFor();
  await shoot(wallet, "policy-site-asks-page");
  await expectAxeClean(wallet);
  await setLines({ neverAbove: cents(2) });
  const before = readBooks(kiosk.stage);
  await reader.press(wallet.getByRole("button", { name: allow }));
  await wallet
    .getByText("This site no longer sells at this price. Go back and reload it.")
    .waitFor();
  await shoot(wallet, "policy-site-never-page");
  await expectAxeClean(wallet);
  await wallet.close();
  await reader.page.bringToFront();
  await reader.page.reload();
  await frame(6)
    .getByText("Nothing was charged. The Kiosk no longer sells at this price.")
    .waitFor();
  await shoot(reader.page, "policy-site-never", button(6));
  expect(readBooks(kiosk.stage).payers).toBe(before.payers);
  await setLines({ askAbove: null, neverAbove: null });
  Object.assign(config, { stepUpMax });
  await reader.page.reload();
});

test("D: what is too risky is declined in words with a next step, and nothing is charged", async () => {
  const { risk, store } = kiosk.stage.deps;
  await isAt(frame(3), "ready");
  const devices = await store.selectFrom("devices").select("id").execute();
  // At a shop agreed to minutes ago, and for more than five times what it asks.
  paidJustNow(31, 5_000n);
  risk.checked(payer);
  const at = systemClock.now();
  for (const { id: device } of devices)
    for (let count = 0; count < 3; count += 1) risk.conflict({ payer, device, at });
  const before = readBooks(kiosk.stage);
  await press(3, /^Read for/);
  await frame(3)
    .getByText(
      "Nothing was charged. This payment looks unusual. Open your wallet and look at your last payments.",
    )
    .waitFor();
  expect(readBooks(kiosk.stage).payers).toBe(before.payers);
});
