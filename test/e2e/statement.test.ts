import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openPerson, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAxeClean, shoot } from "./look.ts";
import { payByClick, payFirst, readMe } from "./reader.ts";
import { buttonOf, openStage, type Stage } from "./stage.ts";

let stage: Stage;
let reader: Person;

beforeAll(async () => {
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  await payByClick(stage, reader, "the-loaf-that-shrank");
  await reader.press(buttonOf(reader, /^Undo/));
  await reader.page.getByText("The article is closed again").waitFor();
});
afterAll(async () => {
  await reader.close();
  await stage.close();
});

const picture = (name: string) => fileURLToPath(new URL(`screenshots/${name}`, import.meta.url));
const titles = (page: Page) => page.locator(".wl-statement .wl-payment-title").allInnerTexts();
const sums = (page: Page) => page.locator(".wl-statement .ft-money").allInnerTexts();
const ends = (page: Page) => page.locator(".wl-statement-end").allInnerTexts();
const flat = (texts: string[]) => texts.map((text) => text.replaceAll(/\s+/g, " "));

test("from Activity: opening balance, each line with the balance after it, closing balance", async () => {
  const { page } = reader;
  await page.goto(stage.wallet);
  await page.getByRole("link", { name: "Statement" }).click();
  await page.getByRole("heading", { name: "Statement" }).waitFor();
  await page.getByText("Closing balance", { exact: true }).waitFor();
  const [first = "", second = "", third = ""] = (await titles(page)).slice(1);
  expect(await titles(page)).toEqual(["Welcome money", first, second, third]);
  expect(third).toBe(`Undone: ${second}`);
  const [welcome, paid, more, back] = await sums(page);
  expect([welcome, paid]).toEqual(["+$10.00", expect.stringMatching(/^−\$0\.0\d$/)]);
  expect(back).toBe(more?.replace("−", "+"));
  const [opening, closing] = flat(await ends(page));
  expect(opening).toBe("Opening balance $0.00");
  expect(closing).toBe(`Closing balance $9.9${10 - Number(paid?.at(-1))}`);
  await shoot(page, "wallet-statement");
  await expectAxeClean(page);
  await page.getByRole("link", { name: new RegExp(`^Undone: `) }).click();
  await page.getByText(/^Undone on /).waitFor();
});

test("an earlier month is empty, and one comes back by the list", async () => {
  const { page } = reader;
  await page.goto(`${stage.wallet}/statement`);
  await page.getByText("Closing balance", { exact: true }).waitFor();
  const picked = page.getByRole("combobox", { name: "Month" });
  const month = await picked.inputValue();
  expect(await page.getByRole("button", { name: "Later month" }).isDisabled()).toBe(true);
  await page.getByRole("button", { name: "Earlier month" }).click();
  await page.getByText(/^Nothing moved in /).waitFor();
  expect(flat(await ends(page))).toEqual(["Opening balance $0.00", "Closing balance $0.00"]);
  await shoot(page, "wallet-statement-empty");
  await expectAxeClean(page);
  await picked.selectOption(month);
  await page.getByText("Welcome money").waitFor();
});

test("the CSV is a file with the same lines", async () => {
  const { page } = reader;
  await page.goto(`${stage.wallet}/statement`);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download as CSV" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^farthing-\d{4}-\d\d\.csv$/);
  const rows = readFileSync(await file.path(), "utf8")
    .trimEnd()
    .split("\r\n");
  expect(rows).toHaveLength(7);
  expect(rows.at(-1)).toContain(",closing,");
});

test("Activity is searched by text and by site, and says when nothing fits", async () => {
  const { page } = reader;
  await page.goto(stage.wallet);
  const rows = page.locator(".wl-activity .wl-payment-title");
  await rows.first().waitFor();
  const [newest = "", other = ""] = await rows.allInnerTexts();
  const search = page.getByLabel("Search what you paid");
  await search.fill(other.slice(0, 12).toUpperCase());
  await expect.poll(() => rows.allInnerTexts()).toEqual([other]);
  await shoot(page, "wallet-activity-search", search);
  await expectAxeClean(page);
  await search.fill("100%_of nothing");
  await page.getByText("Nothing found.").waitFor();
  await shoot(page, "wallet-activity-none", search);
  await expectAxeClean(page);
  await search.fill("");
  await page.getByLabel("Site", { exact: true }).selectOption({ label: "The Newsstand" });
  // What was added to the wallet was paid nowhere.
  await expect.poll(() => rows.allInnerTexts()).toEqual([newest, other]);
  await page.getByLabel("Site", { exact: true }).selectOption({ label: "All sites" });
});

test("the statement is printed, or saved as a PDF, with its lines and nothing to press", async () => {
  const { page } = reader;
  await page.goto(`${stage.wallet}/statement`);
  await page.getByText("Closing balance", { exact: true }).waitFor();
  await page.evaluate(() => {
    window.print = () => void (document.body.dataset["printed"] = "yes");
  });
  await page.getByRole("button", { name: "Print, or save as PDF" }).click();
  await page.locator("body[data-printed=yes]").waitFor();
  await page.emulateMedia({ media: "print" });
  const name = (await readMe(stage, reader)).name;
  await page.getByText(`Statement of ${name}`).waitFor();
  await page.getByText("Closing balance", { exact: true }).waitFor();
  for (const hidden of ["header.wl-head", ".wl-foot", ".wl-months"]) {
    expect(await page.locator(hidden).isVisible()).toBe(false);
  }
  expect(await page.getByRole("button").count()).toBe(0);
  await page.setViewportSize({ width: 794, height: 1_123 });
  await page.screenshot({ path: picture("wallet-statement-print.png") });
  const pdf = await page.pdf({ format: "A4" });
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  // One page: nothing of the screen's furniture pushes the lines onto a second.
  expect(pdf.toString("latin1").match(/\/Type \/Page\b/g)).toHaveLength(1);
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width: 1_280, height: 800 });
});

test("the account's time zone becomes the reader's by one button", async () => {
  const { page } = reader;
  await page.goto(`${stage.wallet}/statement`);
  await page.getByText(/^Months and times are those of /).waitFor();
  const here = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const use = page.getByRole("button", { name: `Use ${here}` });
  if (here !== "UTC") {
    await use.click();
    await page.getByText(`Months and times are those of ${here}.`).waitFor();
  }
  expect(await use.count()).toBe(0);
});

test("offline: it says so, offers another try, and works again", async () => {
  const { page } = reader;
  await page.goto(`${stage.wallet}/statement`);
  await page.getByText("Closing balance", { exact: true }).waitFor();
  await reader.context.setOffline(true);
  await page.getByRole("button", { name: "Earlier month" }).click();
  await page.getByText("The wallet cannot be reached.").waitFor();
  await shoot(page, "wallet-statement-offline");
  await expectAxeClean(page);
  await reader.context.setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText(/^Nothing moved in /).waitFor();
});

test("in German", async () => {
  const { page } = reader;
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "languages", { get: () => ["de-DE"] });
  });
  await page.goto(`${stage.wallet}/statement`);
  await page.getByRole("heading", { name: "Kontoauszug" }).waitFor();
  await page.getByText("Endsaldo", { exact: true }).waitFor();
  await shoot(page, "wallet-statement-de");
  await expectAxeClean(page);
});
