import { openPerson, type Person } from "@farthing/lab";
import type { FrameLocator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { isAt } from "../isAt.ts";
import { openKiosk } from "../openKiosk.ts";
import { allow, approveOn, articleText, frameAt, payByClick, payFirst, readMe } from "../reader.ts";
import { buttonOf, openArticle, openStage, pressAndGetWallet, type Stage } from "../stage.ts";
import { pressIn } from "../pressIn.ts";

let stage: Stage;
let reader: Person;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
// A browser that keeps nothing for a frame but its partitioned cookie: rung C.
beforeEach(async () => {
  reader = await openPerson({ storage: "refused" });
});
afterEach(() => reader.close());

test("rule 9: after a reload the cookie enrols a fresh key, and one click pays without a popup", async () => {
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  const from = { clicks: reader.clicks(), popups: reader.popups(), ...readBooks(stage) };
  await payByClick(stage, reader, "the-loaf-that-shrank");
  expect([reader.clicks() - from.clicks, reader.popups() - from.popups]).toEqual([1, 0]);
  const after = readBooks(stage);
  expect(from.payers - after.payers).toBe(20_000n);
  expect(after.allowances).toBe(from.allowances);
  // The key of the page before is not forgotten: it lives its twelve hours beside the new one.
  expect(after.devices - from.devices).toBe(1n);

  await openArticle(stage, reader, "a-metre-short");
  await frameAt(reader, "ready");
  await reader.page.reload();
  await frameAt(reader, "ready");
  await reader.press(buttonOf(reader, /^Read for/));
  await articleText(reader).waitFor();
  expect(reader.popups()).toBe(from.popups);
});

/** A person whose presses go to another tab. */
function inTab(page: Page): Person {
  return { ...reader, page };
}

test("rule 9: three tabs that were open before the first payment click in turn: one asks the wallet, two only pay", async () => {
  const slugs = ["the-smallest-coin", "the-loaf-that-shrank", "a-metre-short"];
  const tabs = [
    reader,
    inTab(await reader.context.newPage()),
    inTab(await reader.context.newPage()),
  ];
  for (const [at, tab] of tabs.entries()) {
    await openArticle(stage, tab, slugs[at] ?? "");
    await frameAt(tab, "needs-wallet");
  }
  const before = { ...readBooks(stage), popups: reader.popups() };
  const [first, ...others] = tabs;
  if (first === undefined) throw new Error("three tabs are open");
  await first.page.bringToFront();
  await approveOn(await pressAndGetWallet(first, /^Read for/), first, allow);
  await articleText(first).waitFor();
  for (const tab of others) {
    await tab.page.bringToFront();
    await frameAt(tab, "ready");
    await tab.press(buttonOf(tab, /^Read for/));
    await articleText(tab).waitFor();
  }
  const after = readBooks(stage);
  expect(reader.popups() - before.popups).toBe(1);
  expect(before.payers - after.payers).toBe(60_000n - 10_000_000n);
  expect(after.allowances - before.allowances).toBe(1n);
});

test("rule 9: taking back the allowance ends what the cookie can do: the next page asks the wallet", async () => {
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  await openArticle(stage, reader, "the-loaf-that-shrank");
  await frameAt(reader, "ready");
  const wallet = await reader.context.newPage();
  await wallet.goto(stage.wallet);
  await revoke(wallet);
  expect((await readMe(stage, reader)).allowances).toMatchObject([
    { status: "revoked", devices: [] },
  ]);
  const before = readBooks(stage);
  // The button that was ready does not know yet: its press charges nothing and says so.
  await reader.page.bringToFront();
  await reader.press(buttonOf(reader, /^Read for/));
  await frameAt(reader, "needs-wallet");
  await reader.page.reload();
  await frameAt(reader, "needs-wallet");
  const after = readBooks(stage);
  // The refusal is an entry of its own; nothing else changed.
  expect(after).toEqual({ ...before, entries: before.entries + 1n });
  expect(await articleText(reader).count()).toBe(0);
});

/** Every button of a page, by its frame. */
function framesOf(page: Page): FrameLocator[] {
  return Array.from({ length: 12 }, (_, at) =>
    page.locator("farthing-button iframe").nth(at).contentFrame(),
  );
}

async function allAt(page: Page, state: string): Promise<void> {
  for (const frame of framesOf(page)) {
    await isAt(frame, state);
  }
}

test.each(["refused", "allowed"] as const)(
  "rule 9: twelve buttons on one page share one key, after the first payment and after a reload (storage %s)",
  async (storage) => {
    const kiosk = await openKiosk(
      Array.from({ length: 12 }, () => 1),
      "own",
      { hurried: true },
    );
    const person = await openPerson({ storage });
    try {
      const { page } = person;
      await page.goto(kiosk.origin);
      await allAt(page, "needs-wallet");
      const before = readBooks(kiosk.stage);
      const [first, second, third] = framesOf(page);
      if (!first || !second || !third) throw new Error("there are twelve buttons");
      const opening = person.context.waitForEvent("page");
      await pressIn(person, first, /^Read for/);
      await approveOn(await opening, person, allow);
      await isAt(first, "paid");
      // The other eleven heard of the key: none asks the wallet again.
      await isAt(second, "ready");
      await pressIn(person, second, /^Read for/);
      await isAt(second, "paid");
      expect(readBooks(kiosk.stage).devices - before.devices).toBe(1n);

      await page.reload();
      await isAt(third, "ready");
      for (const frame of framesOf(page).slice(2)) {
        await isAt(frame, "ready");
      }
      for (const frame of framesOf(page).slice(2, 5)) {
        await pressIn(person, frame, /^Read for/);
        await isAt(frame, "paid");
      }
      const after = readBooks(kiosk.stage);
      expect(person.popups()).toBe(1);
      expect(before.payers - after.payers).toBe(50_000n - 10_000_000n);
      // One key for the page before the reload and, where it was not kept, one for the page after it.
      expect(after.devices - before.devices).toBe(storage === "refused" ? 2n : 1n);
    } finally {
      await person.close();
      await kiosk.close();
    }
  },
);

/** Takes back the only allowance, as the wallet's own page does. */
async function revoke(wallet: Page): Promise<void> {
  const status = await wallet.evaluate(async () => {
    const me = (await (await fetch("/v1/wallet/me")).json()) as { allowances: { id: string }[] };
    const id = me.allowances[0]?.id ?? "";
    const response = await fetch(`/v1/wallet/allowances/${id}/revoke`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    return response.status;
  });
  expect(status).toBe(200);
}
