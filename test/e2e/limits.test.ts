import { openPerson, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAxeClean, shoot } from "./look.ts";
import { readBooks } from "./books.ts";
import { frameAt, payFirst } from "./reader.ts";
import { buttonOf, frameOf, openArticle, openStage, type Stage } from "./stage.ts";

let stage: Stage;
let reader: Person;
let other: Page;

beforeAll(async () => {
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  other = await reader.context.newPage();
});
afterAll(async () => {
  await reader.close();
  await stage.close();
});

test("limits are lowered at once; a raise asks for the passkey, waits, is told in every tab and can be cancelled", async () => {
  const { page } = reader;
  await page.goto(`${stage.wallet}/settings`);
  await page.getByText("Balanced: this is yours").waitFor();
  await page.getByRole("button", { name: "Lower to Careful" }).click();
  await page.getByText("Careful: this is yours").waitFor();
  await shoot(page, "wallet-limits");
  await expectAxeClean(page);

  await other.goto(stage.wallet);
  await page.bringToFront();
  await page.getByRole("button", { name: "Raise to Balanced" }).click();
  await page.getByText(/^Your limits rise to Balanced on /).waitFor();
  // Still the lower one, until the wait is over.
  await page.getByText("Careful: this is yours").waitFor();
  await other.bringToFront();
  await other.getByText(/^Your limits rise to Balanced on /).waitFor({ timeout: 40_000 });
  await shoot(other, "wallet-raise-waits");
  await expectAxeClean(other);
  await other.getByRole("button", { name: "Cancel the raise" }).click();
  await other.locator("#raise").waitFor({ state: "detached" });
  await page.bringToFront();
  await page.locator("#raise").waitFor({ state: "detached", timeout: 40_000 });
  expect(await page.getByRole("button", { name: "Raise to Balanced" }).count()).toBe(1);
});

test("a site's line lowered in one tab stops the next dearer click in another, and nothing else", async () => {
  await openArticle(stage, reader, "a-penny-to-anywhere");
  await frameAt(reader, "ready");
  const before = readBooks(stage);
  await other.goto(stage.wallet);
  await other.getByText("Change these limits").click();
  const click = other.getByRole("textbox", { name: "A click, at most" });
  await click.fill("9");
  await other.getByRole("button", { name: "Use these limits" }).click();
  await other.getByText(/^A click: an amount above nothing/).waitFor();
  await shoot(other, "wallet-lines");
  await expectAxeClean(other);
  await click.fill("0.02");
  await other.getByRole("button", { name: "Use these limits" }).click();
  await other.getByText("Changed, from the next click on.").waitFor();
  await other.getByText(/0\.02/).first().waitFor();

  await reader.page.bringToFront();
  await reader.press(buttonOf(reader, /^Read for/));
  await frameOf(reader.page)
    .getByText(/\$0\.05 is above your/)
    .waitFor();
  expect(readBooks(stage).payers).toBe(before.payers);

  // Higher again: the passkey, and no wait, because the site's lines are below the wallet's own limits.
  await other.bringToFront();
  await click.fill("0.05");
  await other.getByRole("button", { name: "Use these limits" }).click();
  await other.getByText(/at most \$0\.05/).waitFor();
});
