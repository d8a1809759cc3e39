import { openPerson, type Person, readShop } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countGrants, readBooks, readGrant } from "../books.ts";
import { focusAtNextPress } from "../focusAtNextPress.ts";
import { allow, frameAt } from "../reader.ts";
import { buttonOf, frameOf, openArticle, pressAndGetWallet } from "../stage.ts";
import { answerMs, expectGain, openScene, type Scene } from "./scene.ts";

/** Ways into the wallet's pages that are none. Links, mails, reloads, five minutes later: rules/rule04.test.ts. */
let scene: Scene;
/** Has pressed the button in another browser, and knows the id of that grant. */
let thief: Person;

beforeAll(async () => {
  scene = await openScene();
  thief = await openPerson({ storage: "allowed" });
  await thief.context.route(/\/pay\?grant=/, (route) => route.abort());
});
afterAll(async () => {
  await thief.close();
  await scene.close();
});

/** A grant request that waits for whoever opens its page: the thief's key would be enrolled. */
async function waitingGrant(): Promise<string> {
  const asked = thief.context.waitForEvent("request", (request) => /\/pay\?/.test(request.url()));
  const opening = thief.context.waitForEvent("page");
  const stored = thief.page.waitForResponse(/\/v1\/frame\/grants$/);
  await openArticle(scene.stage, thief, "the-loaf-that-shrank");
  await frameAt(thief, "needs-wallet");
  await thief.press(buttonOf(thief, /^Read for/));
  await stored;
  const address = (await asked).url();
  await (await opening).close();
  return address;
}

function statusOf(address: string): string | undefined {
  return readGrant(scene.stage, new URL(address).searchParams.get("grant") ?? "")?.status;
}

async function gone(page: Page): Promise<void> {
  if (page !== scene.reader.page && !page.isClosed()) await page.close();
}

test("nested: no page above the frame but a registered one, and none at all above the wallet's pages", async () => {
  const { reader, stage, merchant, stranger } = scene;
  await expectGain(scene, "nested", async () => {
    const offer = await scene.offer({ cents: 5 });
    await scene.visit("inner", { offer });
    await frameAt(reader, "ready");
    for (const at of [stranger, merchant]) {
      await scene.visit("nested", { offer }, at);
      await reader.page.waitForTimeout(answerMs);
      const urls = reader.page.frames().map((frame) => frame.url());
      const wallets = urls.filter((url) => url.startsWith(stage.wallet));
      // On the merchant's own pages its frame is where it belongs; the wallet's other pages are nowhere.
      expect(wallets.every((url) => at === merchant && url.includes("/embed/"))).toBe(true);
      expect(wallets.length > 0).toBe(at === merchant);
    }
  });
});

test("embed: as a page of its own the frame is the wallet's front page", async () => {
  const { reader, stage } = scene;
  const { merchant } = readShop(stage.folder, stage.newsstand);
  await reader.page.goto(`${stage.wallet}/embed/${merchant}`);
  expect(reader.page.url()).toBe(`${stage.wallet}/`);
});

test("popup: windows opened before, names, handles and history reach nothing of the wallet", async () => {
  const { reader } = scene;
  await expectGain(scene, "popup", async () => {
    const address = await waitingGrant();
    await scene.visit("popup", { offer: await scene.offer({ cents: 10 }) });
    await frameAt(reader, "over-line");
    const early = reader.context.waitForEvent("page");
    await reader.page.locator("#open").click();
    const held = await early;
    await held.waitForURL(/\/pay/);
    await reader.page.waitForTimeout(answerMs);
    const wallet = await pressAndGetWallet(reader, /^Raise the line/);
    await wallet.getByRole("heading", { level: 1 }).waitFor();
    const before = wallet.url();
    expect(await wallet.evaluate(() => [window.opener, window.name])).toEqual([null, ""]);
    expect(await reader.page.evaluate(`steer(${JSON.stringify(address)})`)).toEqual([]);
    await reader.page.waitForTimeout(answerMs);
    expect(wallet.url()).toBe(before);
    expect(held.url()).not.toContain("grant=");
    expect(statusOf(address)).toBe("waiting");
    await gone(held);
    await gone(wallet);
  });
});

test("popup-double-click: the second click falls on a button that does not answer yet", async () => {
  const { reader } = scene;
  await expectGain(scene, "popup-double-click", async () => {
    await scene.visit("popup-double-click", { offer: await scene.offer({ cents: 5 }) });
    const opening = reader.context.waitForEvent("page");
    await reader.page.mouse.click(200, 40);
    const wallet = await opening;
    const choice = wallet.locator(".pay-choice").first();
    await choice.waitFor();
    await choice.dispatchEvent("click");
    await focusAtNextPress(wallet);
    await choice.click({ force: true, noWaitAfter: true });
    await wallet.waitForTimeout(answerMs);
    expect(await choice.isVisible()).toBe(true);
    await gone(wallet);
  });
});

test("a merchant's words are words: a title that is a link to a waiting grant is read, not followed", async () => {
  const { reader, stage } = scene;
  const address = await waitingGrant();
  const title = `<a href="${address}">Read on</a>`;
  const before = readBooks(stage);
  const offer = await scene.offer({ cents: 5, title });
  await scene.visit("inner", { offer });
  await frameOf(reader.page).getByText(title).waitFor();
  expect(await frameOf(reader.page).locator('a[href*="grant="]').count()).toBe(0);
  await scene.visit("popup-double-click", { offer });
  const opening = reader.context.waitForEvent("page");
  await reader.page.mouse.click(200, 40);
  const wallet = await opening;
  await wallet.getByText(title).waitFor();
  expect(await wallet.locator('a[href*="grant="]').count()).toBe(0);
  await gone(wallet);
  expect(readBooks(stage)).toEqual(before);
});

test("a merchant cannot claim the wallet's own address: no way back from a payment leads into a grant", async () => {
  const { stage } = scene;
  const { apiKey } = readShop(stage.folder, stage.newsstand);
  const headers = { "content-type": "application/json", authorization: `Bearer ${apiKey}` };
  const ask = async (path: string, body: object) => {
    const post = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(stage.wallet + path, post);
    return { status: response.status, ...((await response.json()) as { code?: string }) };
  };
  const address = await waitingGrant();
  const grants = countGrants(stage);
  expect(await ask("/v1/merchant/origins", { origin: stage.wallet })).toMatchObject({
    status: 400,
    code: "invalid-request",
  });
  const price = { amount: "10000", asset: "PLAY/6" };
  const offer = { resource: address, title: "Back to a grant", price, access: "own" };
  expect(await ask("/v1/offers", offer)).toMatchObject({ code: "origin-not-registered" });
  expect(countGrants(stage)).toBe(grants);
  expect(statusOf(address)).toBe("waiting");
});

test("a page on the wallet's own host, at another port: its requests are refused, its link burns the grant", async () => {
  const { reader, stage, stranger } = scene;
  const sibling = stranger.origin.replace("127.0.0.1", "localhost");
  const address = await waitingGrant();
  const before = readBooks(stage);
  await reader.page.goto(sibling);
  const statuses = await reader.page.evaluate(async (wallet) => {
    const post = { method: "POST", mode: "no-cors", credentials: "include", body: "{}" } as const;
    const paths = ["top-ups", "sign-out", "settings", "grants"];
    await Promise.all(paths.map((path) => fetch(`${wallet}/v1/wallet/${path}`, post)));
    const get = { credentials: "include" } as const;
    return fetch(`${wallet}/v1/wallet/me`, get).then(
      ({ status }) => status,
      () => "unread",
    );
  }, stage.wallet);
  expect(statuses).toBe("unread");
  await reader.page.evaluate((href) => window.location.assign(href), address);
  await reader.page.getByText(/This page opens only from the button on a site/).waitFor();
  expect(await reader.page.getByRole("button", { name: allow }).count()).toBe(0);
  expect(statusOf(address)).toBe("closed");
  expect(readBooks(stage)).toEqual(before);
  await reader.page.goto(stage.wallet);
  await reader.page.getByRole("heading", { name: "Activity" }).waitFor();
});
