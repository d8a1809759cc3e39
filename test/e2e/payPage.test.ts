import { openPerson, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { focusAtNextPress } from "./focusAtNextPress.ts";
import { readBooks, readGrant } from "./books.ts";
import { expectAxeClean, shoot } from "./look.ts";
import { allow, approveOn, articleText, askWallet, once, payFirst, readMe } from "./reader.ts";
import { openArticle, openStage, type Stage } from "./stage.ts";

let stage: Stage;
let reader: Person;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** What a screen says, in one line. */
async function said(page: Page): Promise<string> {
  return (await page.locator("main").innerText()).replaceAll(/\s+/g, " ");
}

function countCharged(words: string): number {
  return words.match(/nothing was charged/gi)?.length ?? 0;
}

describe("addresses that ask for nothing that can be", () => {
  beforeAll(async () => {
    reader = await openPerson({ storage: "allowed" });
  });
  afterAll(() => reader.close());

  const broken =
    "Not paid The address of this page is not complete. Go back and press the button again. Nothing was charged.";
  test.each([
    ["nothing", "/pay", /^Nothing to pay here This page opens from the button on a site\./],
    ["no grant's name", "/pay?grant=garbage", broken],
    ["an empty grant", "/pay?grant=", broken],
    ["an empty offer", "/pay?offer=", broken],
    ["no offer", "/pay?offer=garbage", broken],
    ["an endless offer", `/pay?offer=${"x".repeat(9_000)}`, broken],
  ])("%s", async (_, path, words) => {
    const asked: string[] = [];
    const listen = (request: { url(): string }) => void asked.push(request.url());
    reader.page.on("request", listen);
    await reader.page.goto(stage.wallet + path);
    await reader.page.getByRole("heading", { name: /Not paid|Nothing to pay here/ }).waitFor();
    reader.page.off("request", listen);
    // At once: the server is not asked again and again for what cannot come.
    expect(asked.filter((url) => url.includes("/v1/")).length).toBeLessThanOrEqual(1);
    expect(await said(reader.page)).toMatch(words);
    expect(countCharged(await said(reader.page))).toBeLessThanOrEqual(1);
    await expectAxeClean(reader.page);
  });
});

describe("the page and what becomes of it", () => {
  beforeEach(async () => {
    reader = await openPerson({ storage: "allowed" });
  });
  afterEach(() => reader.close());

  test("a reload says so, charges nothing, and the words stand once", async () => {
    const before = readBooks(stage);
    const wallet = await askWallet(stage, reader, "the-smallest-coin");
    await wallet.reload();
    await wallet
      .getByText("This page was reloaded. Go back and press the button again. Nothing was charged.")
      .waitFor();
    expect(countCharged(await said(wallet))).toBe(1);
    await shoot(wallet, "pay-reloaded");
    await expectAxeClean(wallet);
    expect(readBooks(stage)).toEqual(before);
  });

  test("`#once` brings the focus to “Only this article”, which is as large as the other choice", async () => {
    await reader.context.addInitScript(() => {
      if (location.pathname === "/pay") history.replaceState(null, "", "#once");
    });
    const wallet = await askWallet(stage, reader, "the-smallest-coin");
    const choice = wallet.getByRole("button", { name: once });
    await expect
      .poll(() => choice.evaluate((button) => button === document.activeElement))
      .toBe(true);
    const sizes = await wallet
      .locator(".pay-choice")
      .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().height));
    expect(new Set(sizes).size).toBe(1);
    await focusAtNextPress(wallet);
    await wallet.keyboard.press("Enter");
    await wallet.getByText("That was very quick, so it did not count. Press again.").waitFor();
    await wallet.waitForTimeout(700);
    const closed = wallet.waitForEvent("close");
    await wallet.keyboard.press("Enter");
    await closed;
    await articleText(reader).waitFor();
    expect((await readMe(stage, reader)).allowances).toEqual([]);
  });

  test("the answer is lost after the server paid: unknown, and the same credential is paid once", async () => {
    const before = readBooks(stage);
    const wallet = await askWallet(stage, reader, "the-smallest-coin");
    const sent: (string | null)[] = [];
    await wallet.route("**/approve", async (route) => {
      sent.push(route.request().postData());
      if (sent.length > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await reader.press(wallet.getByRole("button", { name: allow }));
    await wallet.getByText("Ask again: you will never be charged twice.").waitFor();
    expect(countCharged(await said(wallet))).toBe(0);
    await shoot(wallet, "pay-unknown");
    await expectAxeClean(wallet);
    const closed = wallet.waitForEvent("close");
    await wallet.getByRole("button", { name: "Ask again" }).click();
    await closed;
    await articleText(reader).waitFor();
    expect(sent[1]).toBe(sent[0]);
    const after = readBooks(stage);
    expect(after.merchants + after.fees - before.merchants - before.fees).toBe(10_000n);
    expect(after.allowances - before.allowances).toBe(1n);
  });

  test("offline before the passkey: nothing was charged, and the same press works later", async () => {
    const wallet = await askWallet(stage, reader, "the-smallest-coin");
    await reader.context.setOffline(true);
    await reader.press(wallet.getByRole("button", { name: allow }));
    await wallet.getByText(/wallet cannot be reached\. Nothing was charged\./).waitFor();
    expect(countCharged(await said(wallet))).toBe(1);
    await reader.context.setOffline(false);
    await approveOn(wallet, reader, allow);
    await articleText(reader).waitFor();
  });

  test("cancelled in the frame while the page is open: the next press there charges nothing and says so", async () => {
    const before = readBooks(stage);
    const wallet = await askWallet(stage, reader, "the-smallest-coin");
    await reader.page.bringToFront();
    await reader.press(
      reader.page.frameLocator("farthing-button iframe").getByRole("button", { name: "Cancel" }),
    );
    const grant = new URL(wallet.url()).searchParams.get("grant") ?? "";
    await expect.poll(() => readGrant(stage, grant)?.status).toBe("cancelled");
    await wallet.bringToFront();
    await reader.press(wallet.getByRole("button", { name: allow }));
    await wallet.getByText(/^You cancelled on the page you came from\./).waitFor();
    expect(countCharged(await said(wallet))).toBe(1);
    expect(readBooks(stage)).toEqual(before);
  });
});

describe("paid for before", () => {
  beforeAll(async () => {
    reader = await openPerson({ storage: "allowed" });
    await payFirst(stage, reader, { slug: "the-smallest-coin" });
    // A page that was open before does not know the passkey yet.
    reader = await reader.restart();
  });
  afterAll(() => reader.close());

  /** As somebody who is new to the publisher and signed out of the wallet: only the passkey is still there. */
  async function askToOpen(slug: string): Promise<void> {
    await reader.context.clearCookies();
    await openArticle(stage, reader, slug);
    const offer = await reader.page.locator("farthing-button").getAttribute("offer");
    const address = `${stage.wallet}/pay?offer=${encodeURIComponent(offer ?? "")}&open=1`;
    await reader.page.evaluate((href) => window.location.assign(href), address);
    await reader.page.getByRole("heading", { name: "Paid for this before?" }).waitFor();
    await reader.page.getByText("Sign in to open it. Nothing is charged.").waitFor();
  }
  const open = () => reader.page.getByRole("button", { name: "Sign in and open it" });

  test("a passkey opens what its wallet paid for, and pays nothing", async () => {
    await askToOpen("the-smallest-coin");
    await shoot(reader.page, "pay-open");
    await expectAxeClean(reader.page);
    const before = readBooks(stage);
    await reader.press(open());
    await reader.page.waitForURL(/\/articles\/the-smallest-coin/);
    await articleText(reader).waitFor();
    const after = readBooks(stage);
    expect(after.payers).toBe(before.payers);
    expect(after.wallets).toBe(before.wallets);
  });

  test("not paid for: it says so, and asks with the ordinary choices", async () => {
    await askToOpen("the-loaf-that-shrank");
    const before = readBooks(stage);
    await reader.press(open());
    await reader.page.getByText("This wallet has not paid for this. Pay $0.02?").waitFor();
    await reader.page.getByText(/^Paying from /).waitFor();
    await shoot(reader.page, "pay-not-owned");
    await expectAxeClean(reader.page);
    expect(readBooks(stage).payers).toBe(before.payers);
    await reader.press(reader.page.getByRole("button", { name: allow }));
    await reader.page.waitForURL(/\/articles\/the-loaf-that-shrank/);
    await articleText(reader).waitFor();
    expect(before.payers - readBooks(stage).payers).toBe(20_000n);
  });

  test("“I have not paid for it yet” leads to the ordinary choices", async () => {
    await askToOpen("a-metre-short");
    await reader.page.getByRole("button", { name: "I have not paid for it yet" }).click();
    await reader.page.getByRole("heading", { name: /^Pay \$0\.03 to/ }).waitFor();
    await reader.page.getByRole("button", { name: "I already have a wallet" }).waitFor();
  });
});
