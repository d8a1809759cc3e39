import { openPerson, type Person, restOn } from "@farthing/lab";
import type { FrameLocator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { isAt } from "../isAt.ts";
import { pressIn } from "../pressIn.ts";
import { type Kiosk, openKiosk } from "../openKiosk.ts";
import { allow, approveOn, readGestures } from "../reader.ts";

let kiosk: Kiosk;
let reader: Person;

/** The first is where the line is raised to a dollar; then 60 cents, which is above the half dollar, and 50, which is not. */
beforeAll(async () => {
  kiosk = await openKiosk([1, 90, 60, 60, 50, 60]);
  reader = await openPerson({ storage: "allowed" });
  const { page } = reader;
  await page.goto(kiosk.origin);
  await isAt(frame(0), "needs-wallet");
  await approveOn(await pressForWallet(0, /^Read for/), reader, allow);
  await isAt(frame(0), "paid");
  await page.reload();
  await isAt(frame(1), "over-line");
  const wallet = await pressForWallet(1, /^Raise the line/);
  const limits = { "Each click, at most": "1.00", "In any 24 hours": "5.00", "In all": "20.00" };
  for (const [label, dollars] of Object.entries(limits)) {
    await wallet.getByLabel(label).fill(dollars);
  }
  await wallet.getByRole("button", { name: "Use these limits" }).click();
  await approveOn(wallet, reader, allow);
  await isAt(frame(1), "paid");
  await page.reload();
});
afterAll(async () => {
  await reader.close();
  await kiosk.close();
});

function frame(at: number): FrameLocator {
  return reader.page.locator("farthing-button iframe").nth(at).contentFrame();
}

function button(at: number, name: RegExp) {
  return frame(at).getByRole("button", { name });
}

async function pressForWallet(at: number, name: RegExp) {
  const opening = reader.context.waitForEvent("page");
  await pressIn(reader, frame(at), name);
  return opening;
}

const spent = (before: { payers: bigint }) => before.payers - readBooks(kiosk.stage).payers;

test("rule 17: above half a dollar one click asks once more; the yes stands elsewhere, and pays", async () => {
  await isAt(frame(2), "ready");
  await frame(2).getByText("Hold the button to pay, or press twice.").waitFor();
  const before = readBooks(kiosk.stage);
  const first = button(2, /^Read for \$0\.60$/);
  await first.hover();
  const hand = await first.boundingBox();
  const [x, y] = [(hand?.x ?? 0) + 20, (hand?.y ?? 0) + 20];
  await reader.page.mouse.move(x, y);
  await reader.page.waitForTimeout(600);
  await reader.page.mouse.click(x, y);
  const yes = button(2, /^Yes, pay \$0\.60$/);
  await yes.waitFor();
  await reader.page.waitForTimeout(900);
  const box = await yes.boundingBox();
  expect(box !== null && box.x <= x && x <= box.x + box.width).toBe(false);
  await reader.page.mouse.click(x, y);
  await reader.page.waitForTimeout(400);
  expect(spent(before)).toBe(0n);
});

test("rule 17: it can be taken back, and a second yes pays", async () => {
  const before = readBooks(kiosk.stage);
  await isAt(frame(3), "ready");
  await pressIn(reader, frame(3), /^Read for/);
  await pressIn(reader, frame(3), /^Cancel$/);
  await isAt(frame(3), "ready");
  expect(spent(before)).toBe(0n);
  await pressIn(reader, frame(3), /^Read for/);
  await pressIn(reader, frame(3), /^Yes, pay/);
  await isAt(frame(3), "paid");
  expect(spent(before)).toBe(600_000n);
});

test("rule 17: up to half a dollar nothing is asked", async () => {
  const before = readBooks(kiosk.stage);
  await isAt(frame(4), "ready");
  await pressIn(reader, frame(4), /^Read for \$0\.50$/);
  await isAt(frame(4), "paid");
  expect(spent(before)).toBe(500_000n);
});

test("rule 17: held for 600 ms, one press pays; every target is 44 px high and named by its words", async () => {
  const before = readBooks(kiosk.stage);
  await isAt(frame(5), "ready");
  const held = button(5, /^Read for/);
  for (const target of await frame(5).getByRole("button").all()) {
    expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    const name = (await target.getAttribute("aria-label")) ?? (await target.innerText());
    expect(name.startsWith(await target.innerText())).toBe(true);
  }
  await restOn(held);
  await reader.page.mouse.down();
  await reader.page.waitForTimeout(750);
  await reader.page.mouse.up();
  await isAt(frame(5), "paid");
  expect(spent(before)).toBe(600_000n);
  expect((await readGestures(kiosk.stage, reader, 5)).slice(0, 3)).toEqual([
    "hold",
    "click",
    "confirm",
  ]);
});

test("rule 17: “never hold” leaves the two presses, and holding pays nothing", async () => {
  const wallet = await reader.context.newPage();
  await wallet.goto(kiosk.stage.wallet);
  const status = await wallet.evaluate(async () => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ hold: "never" });
    return (await fetch("/v1/wallet/settings", { method: "PATCH", headers, body })).status;
  });
  expect(status).toBe(200);
  await wallet.close();
  await kiosk.renew();
  await reader.page.reload();
  await isAt(frame(2), "ready");
  await frame(2).getByText("Two presses pay.").waitFor();
  const before = readBooks(kiosk.stage);
  await restOn(button(2, /^Read for/));
  await reader.page.mouse.down();
  await reader.page.waitForTimeout(750);
  await reader.page.mouse.up();
  await button(2, /^Yes, pay \$0\.60$/).waitFor();
  expect(spent(before)).toBe(0n);
});
