import { openPerson, type Person } from "@farthing/lab";
import type { FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { isAt } from "../isAt.ts";
import { type Kiosk, openKiosk } from "../openKiosk.ts";
import { approveOn } from "../reader.ts";
import { pressIn } from "../pressIn.ts";

/** Two above the line of one click, for those that wait; ten that a click pays. */
const cents = [25, 25, ...Array.from({ length: 10 }, () => 1)];
const waiting = [0, 1];
const firstPaid = 2;
const perTab = 3;
/** A click that starved would wait for a stream's five minutes. */
const starvedMs = 15_000;

let kiosk: Kiosk;
let reader: Person;

beforeAll(async () => {
  kiosk = await openKiosk(cents, "own", { hurried: true });
  reader = await openPerson({ storage: "allowed" });
});
afterAll(async () => {
  await reader.close();
  await kiosk.close();
});

function frameAt(page: Page, at: number): FrameLocator {
  return page.locator("farthing-button iframe").nth(at).contentFrame();
}

async function until(page: Page, at: number, state: string): Promise<void> {
  await isAt(frameAt(page, at), state, starvedMs);
}

async function press(page: Page, at: number, name: RegExp): Promise<void> {
  await pressIn(reader, frameAt(page, at), name);
}

test("rule 5: twelve buttons in three tabs, six of them waiting for the wallet: each click pays, and pays once", async () => {
  const { page } = reader;
  await page.goto(kiosk.origin);
  const opening = reader.context.waitForEvent("page");
  await press(page, firstPaid, /^Read for/);
  await approveOn(await opening, reader);
  await until(page, firstPaid, "paid");

  const tabs = [page, await reader.context.newPage(), await reader.context.newPage()];
  for (const tab of tabs) {
    await tab.bringToFront();
    await tab.goto(kiosk.origin);
    for (const at of waiting) {
      await until(tab, at, "over-line");
      const wallet = reader.context.waitForEvent("page");
      await press(tab, at, /^Raise/);
      await (await wallet).getByRole("heading", { level: 1 }).waitFor();
      await tab.bringToFront();
      await until(tab, at, "waiting");
    }
  }

  const before = readBooks(kiosk.stage);
  for (const [turn, tab] of tabs.entries()) {
    await tab.bringToFront();
    for (let more = 0; more < perTab; more += 1) {
      const at = firstPaid + 1 + turn * perTab + more;
      await until(tab, at, "ready");
      await press(tab, at, /^Read for/);
      await until(tab, at, "paid");
    }
  }
  const after = readBooks(kiosk.stage);
  expect(before.payers - after.payers).toBe(BigInt(tabs.length * perTab) * 10_000n);
  expect(after.entries - before.entries).toBe(BigInt(tabs.length * perTab));
  // Those that waited wait still: none was paid, none was given up.
  for (const tab of tabs) for (const at of waiting) await until(tab, at, "waiting");
});
