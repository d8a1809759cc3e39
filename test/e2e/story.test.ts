import { openPerson, type Person } from "@farthing/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAxeClean, shoot } from "./look.ts";
import {
  buttonOf,
  frameOf,
  openArticle,
  openStage,
  pressAndGetWallet,
  type Stage,
} from "./stage.ts";

/** The whole story of a reader whose browser lets the frame keep its key: the first payment, then one click each. */
describe("a reader whose browser keeps the key", () => {
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

  test("first payment: Read, then one more click on the wallet's page", async () => {
    await reader.page.goto(stage.newsstand);
    await shoot(reader.page, "newsstand-front");
    await expectAxeClean(reader.page);
    await openArticle(stage, reader, "a-penny-to-anywhere");
    await buttonOf(reader, /^Read for \$0\.0\d/).waitFor();
    await shoot(reader.page, "newsstand-article-locked");
    await expectAxeClean(reader.page);
    await expectAxeClean(reader.page, await frameContent(reader));
    expect(await reader.page.locator(".rest").innerText()).toBe("");

    const wallet = await pressAndGetWallet(reader, /^Read for/);
    await wallet.getByRole("heading", { name: /^Pay \$0\.0\d to The Newsstand$/ }).waitFor();
    await shoot(wallet, "pay-first-time");
    await expectAxeClean(wallet);
    const closed = wallet.waitForEvent("close");
    await reader.press(
      wallet.getByRole("button", { name: "Pay with fingerprint, face or screen lock" }),
    );
    await closed;
    await articleText(reader).waitFor();
    await shoot(reader.page, "newsstand-article-open");
    expect(reader.clicks()).toBe(2);
    expect(reader.popups()).toBe(1);
  });

  test("every later article: exactly one click, no window", async () => {
    const [clicks, popups] = [reader.clicks(), reader.popups()];
    await openArticle(stage, reader, "the-loaf-that-shrank");
    await reader.press(buttonOf(reader, /^Read for/));
    await articleText(reader).waitFor();
    expect(reader.clicks() - clicks).toBe(1);
    expect(reader.popups() - popups).toBe(0);
  });

  test("undo: the article locks again, and what was used of the limits comes back", async () => {
    await openArticle(stage, reader, "a-metre-short");
    const before = await leftHere(reader);
    await reader.press(buttonOf(reader, /^Read for/));
    await articleText(reader).waitFor();
    await frameOf(reader.page).getByRole("button", { name: /^Undo/ }).waitFor();
    await shoot(reader.page, "newsstand-paid-with-undo");
    await reader.page.waitForTimeout(900);
    await reader.press(buttonOf(reader, /^Undo/));
    await reader.page.getByText("The article is closed again").waitFor();
    expect(await reader.page.locator(".rest").innerText()).toBe("");
    await reader.page.reload();
    expect(await reader.page.locator(".rest").innerText()).toBe("");
    expect(await leftHere(reader)).toBe(before);
  });

  test("reload and browser restart: what is owned stays open, the key still pays with one click", async () => {
    await openArticle(stage, reader, "the-loaf-that-shrank");
    await articleText(reader).waitFor();
    reader = await reader.restart();
    await openArticle(stage, reader, "the-loaf-that-shrank");
    await articleText(reader).waitFor();
    await openArticle(stage, reader, "the-smallest-coin");
    await reader.press(buttonOf(reader, /^Read for/));
    await articleText(reader).waitFor();
    expect(reader.clicks()).toBe(1);
    expect(reader.popups()).toBe(0);
  });

  test("the wallet shows each payment, and the browser itself verifies one", async () => {
    const { page } = reader;
    await page.goto(stage.wallet);
    await page.getByRole("heading", { name: "Activity" }).waitFor();
    await page.getByText("The loaf that shrank by law").waitFor();
    await page.getByText("Undone").first().waitFor();
    await shoot(page, "wallet-home");
    await expectAxeClean(page);
    await page.getByText("The loaf that shrank by law").click();
    await page.getByRole("button", { name: "Verify" }).waitFor();
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByText(/All checks passed/).waitFor();
    await shoot(page, "wallet-payment-verified");
    await expectAxeClean(page);
  });

  test("taking the allowance back stops the very next click", async () => {
    await openArticle(stage, reader, "a-metre-short");
    await buttonOf(reader, /^Read for/).waitFor();
    const wallet = await reader.context.newPage();
    await wallet.goto(stage.wallet);
    await wallet
      .getByRole("button", { name: /^Take back/ })
      .first()
      .click();
    await wallet.getByRole("button", { name: "Yes, take it back" }).click();
    await wallet
      .getByText(/Taken back/)
      .first()
      .waitFor();
    await wallet.close();
    await reader.press(buttonOf(reader, /^Read for/));
    await frameOf(reader.page)
      .getByText(/Nothing was charged/)
      .waitFor();
    expect(await reader.page.locator(".rest").innerText()).toBe("");
  });

  test("the other pages are clean as well: reference, about, signed out", async () => {
    const { page } = reader;
    await page.goto(`${stage.wallet}/reference`);
    await page.getByRole("heading", { level: 2, name: "Problems" }).waitFor();
    const groups = page.getByRole("heading", { level: 2, name: /^For / });
    expect(await groups.first().innerText()).toBe("For a merchant’s server");
    expect(await groups.count()).toBe(await page.locator(".rf-toc ul").count());
    await shoot(page, "reference");
    await expectAxeClean(page);
    await page.goto(`${stage.newsstand}/about`);
    await shoot(page, "newsstand-about");
    await expectAxeClean(page);
    await page.goto(stage.wallet);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in with your passkey" }).waitFor();
    await shoot(page, "wallet-signed-out");
    await expectAxeClean(page);
    await page.getByRole("button", { name: "Sign in with your passkey" }).click();
    await page.getByRole("heading", { name: "Activity" }).waitFor();
  });
});

async function frameContent(reader: Person) {
  const handle = await reader.page.locator("farthing-button iframe").elementHandle();
  const frame = await handle?.contentFrame();
  if (!frame) throw new Error("the button holds the wallet's frame");
  return frame;
}

function articleText(reader: Person) {
  return reader.page.locator(".rest h2");
}

/** The sentence that says what is left of the limits on this site. */
async function leftHere(reader: Person): Promise<string> {
  const sentence = frameOf(reader.page).getByText(/left here/);
  await sentence.waitFor();
  return sentence.innerText();
}
