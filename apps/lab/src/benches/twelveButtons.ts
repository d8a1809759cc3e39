import type { Page } from "playwright-core";
import { openPerson, type Person } from "../browser/openPerson.ts";
import { openStand, type Stand } from "../browser/stand.ts";
import { clickedAt, contentAt, frameOf, timeClicks } from "../browser/timeClicks.ts";
import type { RunningServer } from "../server/startServer.ts";

/** Two above the line of one click, for those that wait; ten that a click pays. */
const cents = [25, 25, ...Array.from({ length: 10 }, () => 1)];
const waiting = [0, 1];
const firstPaid = 2;
const perTab = 3;
const people = 3;

/**
 * Twelve buttons in three tabs (rule 5). Two in each tab have opened the wallet's page and wait for it, with their
 * streams open; then three more in each tab are pressed. Milliseconds from each of those clicks to what was paid for.
 */
export async function timeTwelveButtons(server: RunningServer, folder: string): Promise<number[]> {
  const stand = await openStand(server, folder, cents);
  const times: number[] = [];
  try {
    for (let person = 0; person < people; person += 1) {
      await stand.refill();
      const reader = await openPerson({ storage: "allowed" });
      await timeClicks(reader.context);
      times.push(...(await clickAround(stand, reader)));
      await reader.close();
    }
  } finally {
    await stand.close();
  }
  return times;
}

async function clickAround({ origin }: Stand, reader: Person): Promise<number[]> {
  const { page, context } = reader;
  await page.goto(origin);
  const opening = context.waitForEvent("page");
  await press(reader, page, firstPaid, /^Read for/);
  await (await opening).getByRole("button", { name: /^Pay with fingerprint/ }).click();
  await contentAt(page);
  const tabs = [page, await context.newPage(), await context.newPage()];
  for (const tab of tabs) {
    await tab.goto(origin);
    for (const at of waiting) await letWait(reader, tab, at);
  }
  const times: number[] = [];
  for (const [turn, tab] of tabs.entries()) {
    await tab.bringToFront();
    for (let more = 0; more < perTab; more += 1) {
      times.push(await timed(reader, tab, firstPaid + 1 + turn * perTab + more));
    }
  }
  return times;
}

async function letWait(reader: Person, tab: Page, at: number): Promise<void> {
  await tab.bringToFront();
  const opening = reader.context.waitForEvent("page");
  await press(reader, tab, at, /^Raise/);
  await (await opening).getByRole("heading", { level: 1 }).waitFor();
}

async function timed(reader: Person, tab: Page, at: number): Promise<number> {
  // What the click before brought up goes, so that the next text is this click's.
  await tab.evaluate(() => {
    document.querySelector(".rest")?.remove();
    delete window.farthingContentAt;
  });
  await press(reader, tab, at, /^Read for/);
  const content = await contentAt(tab);
  return content - (await clickedAt(await frameOf(tab, at)));
}

async function press(reader: Person, tab: Page, at: number, name: RegExp): Promise<void> {
  const frame = await frameOf(tab, at);
  await (await frame.frameElement()).scrollIntoViewIfNeeded();
  await reader.press(frame.getByRole("button", { name }));
}
