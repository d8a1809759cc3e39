import { openPerson, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "./books.ts";
import { expectAxeClean, shoot } from "./look.ts";
import { articleText, frameAt, payByClick, payFirst } from "./reader.ts";
import { buttonOf, frameOf, openArticle, openStage, type Stage } from "./stage.ts";

let stage: Stage;
let reader: Person;
let wallet: Page;

beforeAll(async () => {
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  wallet = await reader.context.newPage();
  await wallet.goto(stage.wallet);
  await wallet.getByRole("heading", { name: "Something wrong?" }).waitFor();
});
afterAll(async () => {
  await reader.close();
  await stage.close();
});

const pressIn = (page: Page, name: RegExp) => reader.press(page.getByRole("button", { name }));

/** Opens an article, whose button is ready, and only then stops something in the wallet's tab. */
async function clickAfter(slug: string, stop: () => Promise<void>): Promise<void> {
  await openArticle(stage, reader, slug);
  await frameAt(reader, "ready");
  await stop();
  await reader.press(buttonOf(reader, /^Read for/));
}

const sentence = (text: string) => frameOf(reader.page).getByText(text).waitFor();

test("frozen in one tab, the next click in another says so and charges nothing; a passkey lets it go on", async () => {
  const before = readBooks(stage);
  await clickAfter("a-penny-to-anywhere", async () => {
    await pressIn(wallet, /^Freeze my wallet/);
    // In sight, and where the next key goes: the press was at the end of the page.
    const banner = wallet.locator("#frozen:focus");
    await banner.waitFor();
    expect(await banner.innerText()).toBe("Your wallet is frozen.");
    expect(await wallet.evaluate(() => scrollY)).toBeLessThan(200);
  });
  await sentence("Nothing was charged. Your wallet is frozen. Unfreeze it in your wallet.");
  expect(readBooks(stage).payers).toBe(before.payers);
  expect(await wallet.getByRole("button", { name: "Freeze my wallet" }).count()).toBe(0);
  await shoot(wallet, "wallet-frozen");
  await expectAxeClean(wallet);

  await pressIn(wallet, /^Unfreeze with your passkey/);
  await wallet.getByRole("button", { name: "Freeze my wallet" }).waitFor();
  await payByClick(stage, reader, "a-penny-to-anywhere");
});

test("a passkey that is turned down leaves it frozen, and says so", async () => {
  await pressIn(wallet, /^Freeze my wallet/);
  await wallet.getByText("Your wallet is frozen.").waitFor();
  await wallet.evaluate(() => {
    navigator.credentials.get = () =>
      Promise.reject(new DOMException("cancelled", "NotAllowedError"));
  });
  await pressIn(wallet, /^Unfreeze with your passkey/);
  await wallet.getByText("Still frozen: the passkey was not used. Try again.").waitFor();
  await wallet.reload();
  await wallet.getByText("Your wallet is frozen.").waitFor();
  await pressIn(wallet, /^Unfreeze with your passkey/);
  await wallet.getByRole("button", { name: "Freeze my wallet" }).waitFor();
});

test("paused in one tab, the site's next click in another says so; it goes on when the wallet says so", async () => {
  const before = readBooks(stage);
  await clickAfter("the-loaf-that-shrank", async () => {
    await pressIn(wallet, /^Pause/);
    await wallet.getByText("Paused", { exact: true }).waitFor();
  });
  await sentence("Nothing was charged. You paused this site. Let it go on in your wallet.");
  expect(readBooks(stage).payers).toBe(before.payers);
  await shoot(wallet, "wallet-paused");
  await expectAxeClean(wallet);

  await pressIn(wallet, /^Let it go on/);
  await wallet.getByRole("button", { name: /^Pause/ }).waitFor();
  await payByClick(stage, reader, "the-loaf-that-shrank");
  await articleText(reader).waitFor();
});
