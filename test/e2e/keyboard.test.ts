import { openPerson, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "./books.ts";
import { allow, articleText, frameAt, walletFrame } from "./reader.ts";
import { openArticle, openStage, type Stage } from "./stage.ts";

let stage: Stage;
let reader: Person;

beforeAll(async () => {
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
});
afterAll(async () => {
  await reader.close();
  await stage.close();
});

/** More stops than any page here has. */
const stopsMax = 30;

/** Presses Tab until `isThere`, as a person without a mouse does. */
async function tabUntil(page: Page, isThere: () => Promise<boolean>): Promise<void> {
  for (let stop = 0; stop < stopsMax; stop += 1) {
    await page.keyboard.press("Tab");
    if (await isThere()) return;
  }
  throw new Error(`not reached by ${stopsMax} presses of Tab`);
}

/** Goes to the button in the frame by Tab. The frame answers a key only when it was in view and still for 800 ms (rule 16). */
async function tabToButton(): Promise<void> {
  const frame = await walletFrame(reader);
  await tabUntil(reader.page, () =>
    frame.evaluate(
      () => document.hasFocus() && document.activeElement?.classList.contains("action") === true,
    ),
  );
  await reader.page.waitForTimeout(1_000);
}

/** The text that has the focus on the article's page. */
function focused(): Promise<string> {
  return reader.page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
}

test("the first payment by Tab and Enter alone: the focus lands on the article's heading", async () => {
  await openArticle(stage, reader, "the-smallest-coin");
  await frameAt(reader, "needs-wallet");
  await tabToButton();
  const opening = reader.context.waitForEvent("page");
  await reader.page.keyboard.press("Enter");
  const wallet = await opening;
  await wallet.getByRole("heading", { name: "Pay $0.01 to The Newsstand" }).waitFor();
  const choice = wallet.getByRole("button", { name: allow });
  await tabUntil(wallet, () => choice.evaluate((button) => button === document.activeElement));
  await wallet.waitForTimeout(700);
  const closed = wallet.waitForEvent("close");
  await wallet.keyboard.press("Enter");
  await closed;
  await articleText(reader).waitFor();
  await expect.poll(focused).toBe(await articleText(reader).innerText());
  expect(reader.clicks()).toBe(0);
  expect(reader.popups()).toBe(1);
});

test("a repeat by one Enter; the next Space scrolls, and pays nothing", async () => {
  await openArticle(stage, reader, "the-loaf-that-shrank");
  await frameAt(reader, "ready");
  const before = readBooks(stage);
  await tabToButton();
  await reader.page.keyboard.press("Enter");
  await articleText(reader).waitFor();
  await expect.poll(focused).toBe(await articleText(reader).innerText());
  const paid = readBooks(stage);
  expect(paid.entries - before.entries).toBe(1n);
  expect(before.payers - paid.payers).toBe(20_000n);

  await reader.page.setViewportSize({ width: 900, height: 400 });
  const top = await reader.page.evaluate(() => window.scrollY);
  await reader.page.keyboard.press("Space");
  await expect.poll(() => reader.page.evaluate(() => window.scrollY)).toBeGreaterThan(top);
  await reader.page.waitForTimeout(1_000);
  for (const key of ["Space", "Enter"]) await reader.page.keyboard.press(key);
  await reader.page.waitForTimeout(500);
  expect(readBooks(stage)).toEqual(paid);
  expect(reader.popups()).toBe(1);
});

test("a key that is held down pays once", async () => {
  await openArticle(stage, reader, "a-metre-short");
  await frameAt(reader, "ready");
  const before = readBooks(stage);
  await tabToButton();
  // Playwright repeats keydown for a key that is already down, as a held key does.
  for (let repeat = 0; repeat < 9; repeat += 1) await reader.page.keyboard.down("Enter");
  expect(readBooks(stage)).toEqual(before);
  await reader.page.keyboard.up("Enter");
  await articleText(reader).waitFor();
  expect(readBooks(stage).entries - before.entries).toBe(1n);
});

test("Undo can be reached and pressed by keyboard, and takes the payment back", async () => {
  const before = readBooks(stage);
  const frame = await walletFrame(reader);
  await frameAt(reader, "paid");
  const isUndo = () =>
    frame.evaluate(
      () => document.hasFocus() && document.activeElement?.classList.contains("undo") === true,
    );
  const { keyboard } = reader.page;
  for (let stop = 0; stop < stopsMax && !(await isUndo()); stop += 1) {
    await keyboard.press("Shift+Tab");
  }
  await reader.page.waitForTimeout(900);
  await keyboard.press("Enter");
  await reader.page.getByText("The article is closed again").waitFor();
  expect(await articleText(reader).count()).toBe(0);
  expect(readBooks(stage).payers - before.payers).toBe(30_000n);
});
