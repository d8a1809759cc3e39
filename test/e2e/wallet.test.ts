import { openPerson, type Person } from "@farthing/lab";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readBooks } from "./books.ts";
import { expectAxeClean, shoot } from "./look.ts";
import { articleText, frameAt, payByClick, payFirst, readMe, readPayments } from "./reader.ts";
import {
  buttonOf,
  frameOf,
  openArticle,
  openStage,
  pressAndGetWallet,
  type Stage,
} from "./stage.ts";

let stage: Stage;
let reader: Person;

beforeAll(async () => {
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  await payByClick(stage, reader, "the-loaf-that-shrank");
});
afterEach(() => reader.context.setOffline(false));
afterAll(async () => {
  await reader.close();
  await stage.close();
});

/** Leaves the time to undo behind: ten seconds, to the second of the receipt. */
const undoMs = 11_500;

test("home shows the week in the words of the button", async () => {
  await reader.page.goto(stage.wallet);
  await reader.page.getByText("This week: $0.03 at 1 site.").waitFor();
  await reader.page.getByText("2 payments. What came back is not counted.").waitFor();
  await shoot(reader.page, "wallet-week");
  await expectAxeClean(reader.page);
});

describe("settings", () => {
  test("a choice is kept at once, and still there after a reload", async () => {
    const { page } = reader;
    await page.goto(stage.wallet);
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("heading", { name: "Settings" }).waitFor();
    expect(await page.getByRole("radio", { name: "10 seconds" }).isChecked()).toBe(true);
    await page.getByRole("radio", { name: "2 minutes" }).check();
    await page.getByText("Saved.", { exact: true }).waitFor();
    await page.getByRole("radio", { name: "Never hold: press it twice" }).check();
    await page.getByText("Saved.", { exact: true }).waitFor();
    await expect
      .poll(async () => (await readMe(stage, reader)).settings)
      .toEqual({ undoMs: 120_000, hold: "never", timeZone: "UTC", digest: "weekly" });
    await shoot(page, "wallet-settings");
    await expectAxeClean(page);
    await page.reload();
    await page.getByRole("heading", { name: "Settings" }).waitFor();
    expect(await page.getByRole("radio", { name: "2 minutes" }).isChecked()).toBe(true);
    expect(await page.getByRole("radio", { name: /^Never hold/ }).isChecked()).toBe(true);
  });

  test("the frame gives two minutes from then on", async () => {
    await payByClick(stage, reader, "a-metre-short");
    await frameAt(reader, "paid");
    await buttonOf(reader, /^Undo/).waitFor();
    await reader.page.waitForTimeout(undoMs);
    const before = readBooks(stage);
    await reader.press(buttonOf(reader, /^Undo/));
    await reader.page.getByText("The article is closed again").waitFor();
    expect(readBooks(stage).payers - before.payers).toBe(30_000n);
  });

  test("offline: it says that nothing was changed, and shows what holds", async () => {
    const { page } = reader;
    await page.goto(`${stage.wallet}/settings`);
    await page.getByRole("radio", { name: "2 minutes" }).waitFor();
    await reader.context.setOffline(true);
    // Not `check`: the page takes the choice back as soon as nobody answers.
    await page.getByRole("radio", { name: "60 seconds" }).click({ force: true });
    await page.getByText("Not saved: it is as it was before.").waitFor();
    await page.getByText("The wallet cannot be reached.").waitFor();
    expect(await page.getByRole("radio", { name: "2 minutes" }).isChecked()).toBe(true);
    await shoot(page, "wallet-settings-offline");
    await expectAxeClean(page);
    await reader.context.setOffline(false);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Saved.", { exact: true }).waitFor();
    expect((await readMe(stage, reader)).settings.undoMs).toBe(60_000);
  });

  test("by keyboard alone", async () => {
    const { page } = reader;
    await page.goto(`${stage.wallet}/settings`);
    await page.getByRole("radio", { name: "60 seconds" }).focus();
    await page.keyboard.press("ArrowUp");
    await page.getByText("Saved.", { exact: true }).waitFor();
    expect((await readMe(stage, reader)).settings.undoMs).toBe(10_000);
  });
});

describe("reporting a payment", () => {
  test("that is not what it said: the site is asked, the payer adds a word, and it comes back", async () => {
    const { page } = reader;
    await payByClick(stage, reader, "a-penny-to-anywhere");
    const [payment] = await readPayments(stage, reader, 3);
    expect(payment?.title).toBe("A penny to anywhere");
    await page.goto(`${stage.wallet}/payments/${payment?.id}#back`);
    const heading = page.getByRole("heading", { name: "Something wrong with it?" });
    await heading.waitFor();
    expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);

    const report = page.getByRole("button", { name: "Report it" });
    await report.click();
    await page.getByText("Pick what was wrong first.").waitFor();
    await page.getByRole("radio", { name: "It is not what it said" }).check();
    await page.getByText("The Newsstand is asked for your money").waitFor();
    await shoot(page, "wallet-report");
    await expectAxeClean(page);

    await reader.context.setOffline(true);
    await report.click();
    await page.getByText("The wallet cannot be reached.").waitFor();
    await reader.context.setOffline(false);
    await report.click();
    await page.getByText("You reported: It is not what it said.").waitFor();
    await page.getByText("The Newsstand was asked for $0.05.").waitFor();
    const more = page.getByRole("textbox", { name: "Is there more to say?" });
    await page.getByRole("button", { name: "Add this to the report" }).click();
    await page.getByText("Write something first.").waitFor();
    await more.fill("Half of it is missing.");
    await page.getByRole("button", { name: "Add this to the report" }).click();
    await page.getByText("Half of it is missing.").waitFor();
    await more.waitFor({ state: "detached" });
    await shoot(page, "wallet-reported");
    await expectAxeClean(page);
  });
});

describe("a browser that pays by a click", () => {
  test("is taken back alone: its next click asks, and the limits stand", async () => {
    const { page } = reader;
    await page.goto(stage.wallet);
    await page.getByRole("button", { name: /^Remove: The Newsstand, a browser/ }).click();
    await page
      .getByText("Stop The Newsstand from charging you by a click in this one browser?")
      .waitFor();
    await shoot(page, "wallet-remove-browser");
    await expectAxeClean(page);
    await page.getByRole("button", { name: "Yes, remove it" }).click();
    await page.getByText("No browser holds a key for it now.").waitFor();
    expect((await readMe(stage, reader)).allowances.map(({ status }) => status)).toEqual([
      "active",
    ]);
    const before = readBooks(stage);
    await openArticle(stage, reader, "a-metre-short");
    await frameAt(reader, "needs-wallet");
    expect(await articleText(reader).count()).toBe(0);
    await frameOf(page)
      .getByRole("button", { name: /^Read for/ })
      .waitFor();
    expect(readBooks(stage).payers).toBe(before.payers);
  });
});

describe("a browser that keeps nothing but a cookie", () => {
  let other: Person;
  beforeAll(async () => {
    other = await openPerson({ storage: "refused", locale: "de-DE" });
  });
  afterAll(() => other.close());

  test("is one line however many pages it paid on; taken back, it asks again and its cookie enrols nothing", async () => {
    const { page } = other;
    await openArticle(stage, other, "the-smallest-coin");
    await frameAt(other, "needs-wallet");
    const wallet = await pressAndGetWallet(other, /^(Read for|Lesen)/);
    const closed = wallet.waitForEvent("close");
    await other.press(wallet.getByRole("button", { name: /^Mit Fingerabdruck/ }));
    await closed;
    await articleText(other).waitFor();
    for (const slug of ["the-loaf-that-shrank", "a-metre-short"]) {
      await openArticle(stage, other, slug);
      await frameAt(other, "ready");
      await other.press(buttonOf(other, /^(Read for|Lesen)/));
      await articleText(other).waitFor();
    }
    const [allowance] = (await readMe(stage, other)).allowances;
    expect(allowance?.devices.length).toBeGreaterThan(1);
    await page.goto(stage.wallet);
    await page.getByText("Diese Woche: 0,06 $ bei 1 Seite.").waitFor();
    const remove = page.getByRole("button", {
      name: /^Entfernen: The Newsstand, einem Browser, der/,
    });
    expect(await remove.count()).toBe(1);
    await shoot(page, "wallet-german");
    await expectAxeClean(page);
    await remove.click();
    await page.getByRole("button", { name: "Ja, entfernen" }).click();
    await page.getByText("Gerade hat kein Browser einen Schlüssel dafür.").waitFor();
    await openArticle(stage, other, "a-penny-to-anywhere");
    await frameAt(other, "needs-wallet");
  });

  test("German amounts: the sign behind, a comma accepted", async () => {
    const wallet = await pressAndGetWallet(other, /^(Read for|Lesen)/);
    await wallet.getByRole("button", { name: "Grenzen ändern" }).click();
    const line = wallet.getByLabel("Je Klick höchstens");
    expect(await line.inputValue()).toBe("0,05");
    await shoot(wallet, "pay-limits-german");
    await expectAxeClean(wallet);
    await line.fill("0,04");
    await wallet.getByRole("button", { name: "Diese Grenzen verwenden" }).click();
    await wallet.getByText(/höchstens 0,04\s\$ je Klick/).waitFor();
    await wallet.close();
  });
});

describe("addresses that lead nowhere", () => {
  test.each([
    ["/payments/xyz", "This wallet has no such payment."],
    ["/payments/pay_00000000000000000000000001", "This wallet has no such payment."],
    ["/nowhere/at/all", "There is nothing at this address."],
  ])("%s says so, with a way home", async (path, title) => {
    const { page } = reader;
    await page.goto(stage.wallet + path);
    await page.getByRole("heading", { name: title, level: 1 }).waitFor();
    await expectAxeClean(page);
    await page.getByRole("link", { name: "To your wallet" }).click();
    await page.getByRole("heading", { name: "Balance" }).waitFor();
  });

  test("it looks like a page of the house", async () => {
    await reader.page.goto(`${stage.wallet}/payments/xyz`);
    await reader.page.getByRole("heading", { level: 1 }).waitFor();
    await shoot(reader.page, "wallet-not-found");
  });
});
