import { day, later, systemClock } from "@farthing/core";
import { openPerson, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAxeClean, shoot } from "../look.ts";
import { allow, approveOn, articleText, askWallet, frameAt, once, payByClick } from "../reader.ts";
import { frameOf, openArticle, openStage, pressAndGetWallet, type Stage } from "../stage.ts";

let stage: Stage;
let reader: Person;
let wallet: Page;

beforeAll(async () => {
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
  wallet = await askWallet(stage, reader, "a-penny-to-anywhere");
});
afterAll(async () => {
  await reader.close();
  await stage.close();
});

/** `23 December`, with the year where it is not this one: 30 days from now. */
function inThirtyDays(): string {
  const now = systemClock.now();
  const end = later(now, 30 * day);
  const show = (ms: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", options).format(ms);
  const isThisYear = show(now, { year: "numeric" }) === show(end, { year: "numeric" });
  const year = isThisYear ? {} : { year: "numeric" as const };
  return show(end, { day: "numeric", month: "long", ...year });
}

test("rule 24: the first page says exactly what is agreed to", async () => {
  expect(await wallet.getByRole("heading").allInnerTexts()).toEqual(["Pay $0.05 to The Newsstand"]);
  const date = inThirtyDays();
  expect(date).toMatch(/^\d{1,2} [A-Z][a-z]+( \d{4})?$/);
  expect(await wallet.locator("#next-time p").allInnerTexts()).toEqual([
    `Next time: one click here, at most $0.05 each, $0.50 in 24 hours, $2.00 in all until ${date}. Above that we ask you.`,
    "Clicks up to these limits do not check who is clicking.",
  ]);
  expect(await wallet.getByRole("button").allInnerTexts()).toEqual([
    allow,
    "Read now, pay later",
    once,
    "I already have a wallet",
    "Change limits",
    "Cancel",
  ]);
  const words = await wallet.locator("body").innerText();
  expect(words).toContain("Play money");
  expect(words).not.toMatch(/\btoday\b|the most it can ever take/i);
});

test("rule 24: both choices are equally large and legible, on a desk and on a phone", async () => {
  const before = wallet.viewportSize();
  for (const width of [1280, 360]) {
    await wallet.setViewportSize({ width, height: 740 });
    const [first, second] = await Promise.all(
      [allow, once].map((name) => wallet.getByRole("button", { name }).boundingBox()),
    );
    expect(first).toMatchObject({ width: second?.width, height: second?.height });
    expect(first?.height).toBeGreaterThanOrEqual(44);
    expect((second?.y ?? 9_999) + (second?.height ?? 0)).toBeLessThanOrEqual(740);
    const fonts = await wallet.locator(".pay-choice").evaluateAll((buttons) =>
      buttons.map((button) => {
        const { fontSize, fontWeight } = getComputedStyle(button);
        return `${fontSize} ${fontWeight}`;
      }),
    );
    expect(new Set(fonts).size).toBe(1);
  }
  if (before !== null) await wallet.setViewportSize(before);
});

test("rule 24: after that the frame and the wallet write the same money, and never “today”", async () => {
  await approveOn(wallet, reader);
  await articleText(reader).waitFor();
  await payByClick(stage, reader, "the-loaf-that-shrank");
  await openArticle(stage, reader, "the-smallest-coin");
  await frameAt(reader, "ready");
  const card = await frameOf(reader.page).locator("main").innerText();
  expect(card).toContain("Read for $0.01");
  expect(card).toMatch(/\$0\.48 left here, more from \d{1,2}:\d\d(\s[AP]M)?\. /);
  expect(card).not.toMatch(/\btoday\b/i);
  const amounts = card.match(/\$\S+/g) ?? [];
  for (const amount of amounts) expect(amount).toMatch(/^\$\d+\.\d\d\.?$/);

  await reader.page.goto(stage.wallet);
  await reader.page.getByText("The loaf that shrank by law").waitFor();
  const words = await reader.page.locator("body").innerText();
  expect(words).toContain("$9.93");
  expect(words).not.toMatch(/\btoday\b.*\$|the most it can ever take/i);
  for (const amount of words.match(/\$[\d.,]+/g) ?? []) {
    expect(amount).toMatch(/^\$\d+\.\d\d[.,]?$/);
  }
});

test("rules 3 and 24: a price above the line: “Pay this once” and “Raise the line”, on the button's card and on the page", async () => {
  await openArticle(stage, reader, "what-a-page-cost");
  await frameAt(reader, "over-line");
  await frameOf(reader.page).getByText("$0.10 is above your $0.05 line here.").waitFor();
  const editor = await pressAndGetWallet(reader, /^Raise the line/);
  const line = editor.getByLabel("Each click, at most");
  await line.waitFor();
  await editor.getByText("This costs $0.10. Your line for one click here is $0.05").waitFor();
  // Nothing above the preset is preselected; the field is where the person is.
  expect(await line.inputValue()).toBe("0.05");
  expect(await line.evaluate((field) => field === document.activeElement)).toBe(true);
  await shoot(editor, "pay-raise");
  await expectAxeClean(editor);
  await editor.getByRole("button", { name: "Keep as it was" }).click();
  await editor.getByText("$0.10 is above your $0.05 line here.").waitFor();
  expect(await editor.locator(".pay-choice").allInnerTexts()).toEqual([
    "Pay this once",
    "Raise the line",
  ]);
  const [first, second] = await Promise.all(
    (await editor.locator(".pay-choice").all()).map((button) => button.boundingBox()),
  );
  expect(first).toMatchObject({ width: second?.width, height: second?.height });
  await editor.getByRole("button", { name: "Not you?" }).waitFor();
  await shoot(editor, "pay-over-line");
  await expectAxeClean(editor);

  await editor.getByRole("button", { name: "Raise the line" }).click();
  await line.fill("0,10");
  await editor.getByRole("button", { name: "Use these limits" }).click();
  await editor.getByText(/^From now on: one click here, at most \$0\.10 each/).waitFor();
  await approveOn(editor, reader, allow);
  await articleText(reader).waitFor();
});

test("rule 24: the page loads at most 60 kB of packed script", async () => {
  const page = await reader.context.newPage();
  await page.goto(`${stage.wallet}/pay?grant=x`, { waitUntil: "networkidle" });
  const bytes = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => entry instanceof PerformanceResourceTiming && entry.name.endsWith(".js"))
      .reduce((sum, entry) => sum + Number(Reflect.get(entry, "encodedBodySize")), 0),
  );
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(60_000);
  await page.close();
});
