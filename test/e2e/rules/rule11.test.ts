import { createServer } from "node:http";
import { once } from "node:events";
import { newId, systemClock } from "@farthing/core";
import { openPerson, type Person } from "@farthing/lab";
import { newApiKey, registerMerchant } from "@farthing/server";
import type { OfferResponse } from "@farthing/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { openSite } from "../openSite.ts";
import { focusAtNextPress } from "../focusAtNextPress.ts";
import { allow, articleText, askWallet, frameAt, payByClick, payFirst } from "../reader.ts";
import { frameOf, openArticle, openStage, type Stage } from "../stage.ts";
import { openStageHere } from "../stageHere.ts";

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

const pages = [
  "/",
  "/settings",
  "/payments/xyz",
  "/pay",
  "/pay?grant=x",
  "/reference",
  "/operator",
  "/nowhere",
];

test.each(pages)("rule 11: %s is in nobody's frame and shares no window", async (path) => {
  const answered = await reader.page.goto(stage.wallet + path);
  const headers = answered?.headers() ?? {};
  expect(headers["content-security-policy"]).toMatch(/frame-ancestors 'none'$/);
  expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
});

test("rule 11: a page of another site that frames the wallet shows nothing of it", async () => {
  const thief = await openSite(() =>
    pages.map((path) => `<iframe src="${stage.wallet}${path}"></iframe>`).join(""),
  );
  await reader.page.goto(thief.origin);
  await reader.page.waitForLoadState("networkidle");
  const inside = await Promise.all(
    reader.page
      .frames()
      .slice(1)
      .map((frame) => frame.evaluate(() => document.querySelector("#root") !== null)),
  );
  expect(inside).toEqual(pages.map(() => false));
  await thief.close();
});

describe("the frame's document", () => {
  test("rule 11: it refuses to be a page of its own", async () => {
    await openArticle(stage, reader, "the-smallest-coin");
    const frame = reader.page.locator("farthing-button iframe");
    const address = (await frame.getAttribute("src")) ?? "";
    await reader.page.goto(new URL(address, stage.wallet).href);
    expect(new URL(reader.page.url()).pathname).toBe("/");
  });
});

describe("who is signed in", () => {
  const session = async () => {
    const cookies = await reader.context.cookies(stage.wallet);
    return cookies.find(({ name }) => name === "farthing-dev")?.value;
  };

  test("rule 11: “Paying from …, not you?” signs out, and the session's secret changes with each approval", async () => {
    expect(await session()).toBeUndefined();
    await payFirst(stage, reader, { slug: "the-smallest-coin" });
    const first = await session();
    expect(first).toMatch(/^[\w-]{43}$/);
    reader = await reader.restart();
    await reader.page.goto(`${stage.wallet}/`);
    await reader.page.getByRole("button", { name: "Sign out" }).click();
    await reader.page.getByRole("button", { name: "Sign in with your passkey" }).click();
    await reader.page.getByRole("heading", { name: "Activity" }).waitFor();
    const second = await session();
    expect(second).toMatch(/^[\w-]{43}$/);
    expect(second).not.toBe(first);
    const stolen = await fetch(`${stage.wallet}/v1/wallet/me`, {
      headers: { cookie: `farthing-dev=${first}`, "sec-fetch-site": "same-origin" },
    });
    expect(stolen.status).toBe(401);
  });

  test("rule 11: the page names whose money it is; “Not you?” forgets them before anything is paid", async () => {
    const other = await openPerson({ storage: "refused" });
    await payFirst(stage, other, { slug: "the-smallest-coin" });
    await other.context.clearCookies({ name: /^__Host-farthing-part/ });
    const wallet = await askWallet(stage, other, "the-loaf-that-shrank");
    await wallet.getByText(/^Paying from Wallet [A-Z0-9]{4}\./).waitFor();
    const before = readBooks(stage);
    await wallet.getByRole("button", { name: "Not you?" }).click();
    await wallet.getByText(/^New here\?/).waitFor();
    expect(readBooks(stage)).toMatchObject({ payers: before.payers, entries: before.entries });
    expect(before.sessions - readBooks(stage).sessions).toBe(1n);
    await other.close();
  });
});

describe("windows and presses", () => {
  test("rule 11: the popup is a window of its own each time, with no way back into the site's page", async () => {
    const person = await openPerson({ storage: "allowed" });
    const first = await askWallet(stage, person, "the-smallest-coin");
    expect(await first.evaluate(() => [window.name, window.opener === null])).toEqual(["", true]);
    await first.close();
    await frameAt(person, "needs-wallet");
    const second = await askWallet(stage, person, "the-loaf-that-shrank");
    expect(second).not.toBe(first);
    await person.close();
  });

  test("rule 11: a press within half a second of the focus pays nothing and says so; the next one pays", async () => {
    const person = await openPerson({ storage: "allowed" });
    const wallet = await askWallet(stage, person, "the-smallest-coin");
    const before = readBooks(stage);
    const button = wallet.getByRole("button", { name: allow });
    await focusAtNextPress(wallet);
    await button.click({ force: true });
    await wallet.getByText("That was very quick, so it did not count. Press again.").waitFor();
    expect(readBooks(stage)).toEqual(before);
    await wallet.waitForTimeout(700);
    const closed = wallet.waitForEvent("close");
    await button.click();
    await closed;
    await articleText(person).waitFor();
    await payByClick(stage, person, "the-loaf-that-shrank");
    await person.close();
  });
});

test("rule 11: a merchant's page with Cross-Origin-Embedder-Policy: require-corp shows the frame", async () => {
  const here = await openStageHere();
  let offer = "";
  const account = { id: newId("merchant", systemClock.now()), apiKey: newApiKey() };
  const shop = createServer((_request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.setHeader("cross-origin-embedder-policy", "require-corp");
    response.end(`<!doctype html><html lang="en"><title>Shop</title>
        <script src="${here.wallet}/farthing.js" async></script>
        <farthing-button offer="${offer}"></farthing-button>`);
  });
  shop.listen(0, "127.0.0.1");
  await once(shop, "listening");
  const bound = shop.address();
  const origin = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
  await registerMerchant(here.deps, { ...account, name: "The Shop", origins: [origin] });
  const response = await fetch(`${here.wallet}/v1/offers`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${account.apiKey}` },
    body: JSON.stringify({
      resource: `${origin}/page`,
      title: "A page of the shop",
      price: { amount: "10000", asset: "PLAY/6" },
      access: "own",
    }),
  });
  ({ offer } = (await response.json()) as OfferResponse);
  await reader.page.goto(origin);
  await frameOf(reader.page).getByText("The Shop").first().waitFor();
  await frameAt(reader, "needs-wallet");
  shop.closeAllConnections();
  shop.close();
  await here.close();
});
