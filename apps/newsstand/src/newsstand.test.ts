import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instant, newId } from "@farthing/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { articles } from "./articles/index.ts";
import { startNewsstand } from "./index.ts";
import { newVisitor, openWallet, TurnedClock } from "./walletStand.testing.ts";

const merchant = newId("merchant", instant(0));
const slug = "a-penny-to-anywhere";
const secret = "seventy-six million letters";
const nonce = "AAECAwQFBgcICQoLDA0ODw";

let folder: string;
let clock: TurnedClock;
let wallet: Awaited<ReturnType<typeof openWallet>>;
let site: Awaited<ReturnType<typeof startNewsstand>>;
let walletIsUp: boolean;

const start = (more: { coop?: boolean } = {}) =>
  startNewsstand({
    port: 0,
    host: "127.0.0.1",
    wallet: wallet.origin,
    apiKey: "key",
    merchant,
    folder,
    clock,
    ...more,
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "newsstand-"));
  clock = new TurnedClock();
  wallet = await openWallet(merchant, clock);
  walletIsUp = true;
  site = await start();
});
afterEach(async () => {
  await site.close();
  if (walletIsUp) await wallet.close();
  rmSync(folder, { recursive: true });
});

async function reader() {
  const visitor = newVisitor(() => site.url);
  await visitor.get(`/articles/${slug}`);
  const read = async () => (await visitor.get(`/articles/${slug}`)).text();
  return { ...visitor, read };
}

test("the front page shows six articles at 1 to 25 cents, each of four to six locked paragraphs", async () => {
  const front = await (await newVisitor(() => site.url).get("/")).text();
  expect(articles).toHaveLength(6);
  for (const { title, cents, rest } of articles) {
    expect(front).toContain(title);
    expect(cents >= 1n && cents <= 25n).toBe(true);
    expect(rest.length).toBeGreaterThanOrEqual(4);
    expect(front).not.toContain(rest[0]);
    expect(front).not.toContain(rest[1]);
  }
});

test("without a receipt the article is locked, and its button carries this visitor's offer", async () => {
  const anna = await reader();
  const page = await anna.read();
  expect(page).not.toContain(secret);
  // The first sentence of what is paid for, and not one more.
  expect(page).toContain("which may be why he asked.</p>");
  expect(page).not.toContain("He took the yearly cost");
  expect(page).toContain(`<farthing-paywall offer="offer.1.x"`);
  await anna.read();
  // One offer for one visitor and article, however often the page is loaded.
  expect(wallet.sold).toHaveLength(1);
  expect(wallet.sold[0]).toMatchObject({
    resource: `${site.url}/articles/${slug}`,
    price: { amount: "50000", asset: "PLAY/6" },
    access: "own",
  });
});

test("rule 20: a receipt opens its article, for its visitor, once", async () => {
  const anna = await reader();
  const { receipt } = wallet.pay();
  const opened = await anna.post("/unlock", { ware: slug, receipt });
  expect(opened).toMatchObject({ status: 200, kind: "open" });
  expect(opened.html).toContain(secret);
  expect(opened.html).toContain(`<h2 tabindex="-1">`);
  expect(await anna.read()).toContain(secret);
  // The page's own retry after a lost answer opens again; a friend with the same text does not.
  expect(await anna.post("/unlock", { ware: slug, receipt })).toMatchObject({ kind: "open" });
  const ben = await reader();
  expect(await ben.post("/unlock", { ware: slug, receipt })).toMatchObject({ kind: "closed" });
  expect(await ben.read()).not.toContain(secret);
});

test.each([
  ["another article", { resource: "http://127.0.0.1/articles/what-a-page-cost" }, "wrong-resource"],
  ["another amount", { amount: "49999" }, "wrong-price"],
  ["another asset", { asset: "USD/6" }, "wrong-price"],
  ["another visitor", { visitor: "A".repeat(43) }, "wrong-visitor"],
  ["no visitor", { visitor: undefined }, "wrong-visitor"],
  ["another merchant", { aud: newId("merchant", instant(1)) }, "wrong-merchant"],
  ["another wallet", { iss: "http://localhost:1" }, "wrong-issuer"],
  ["the past", { iat: 1, exp: 601 }, "expired"],
])("rule 20: a receipt of %s opens nothing", async (_, changed, reason) => {
  const anna = await reader();
  const { receipt } = wallet.pay(changed);
  const answer = await anna.post("/unlock", { ware: slug, receipt });
  expect(answer).toMatchObject({ status: 403, kind: "closed", reason });
  expect(answer.sentence).toMatch(/[a-z]{3,}/);
  expect(await anna.read()).not.toContain(secret);
});

test("a receipt altered in one byte opens nothing", async () => {
  const anna = await reader();
  const { receipt } = wallet.pay();
  const altered = receipt.slice(0, -3) + (receipt.at(-3) === "A" ? "B" : "A") + receipt.slice(-2);
  expect(await anna.post("/unlock", { ware: slug, receipt: altered })).toMatchObject({
    status: 403,
  });
  expect(await anna.read()).not.toContain(secret);
});

test("only this site's own pages may post, and only what is expected", async () => {
  const anna = await reader();
  const { receipt } = wallet.pay();
  const body = { ware: slug, receipt };
  for (const origin of [wallet.origin, "null", ""]) {
    expect(await anna.post("/unlock", body, { origin })).toMatchObject({ status: 403 });
  }
  const text = { "content-type": "text/plain" };
  expect(await anna.post("/unlock", body, text)).toMatchObject({ status: 403 });
  expect(await anna.post("/unlock", body, { cookie: "" })).toMatchObject({ status: 400 });
  expect(await anna.post("/unlock", { ...body, more: 1 })).toMatchObject({ status: 400 });
  expect(await anna.post("/unlock", { ware: "none", receipt })).toMatchObject({ status: 400 });
  const long = { ware: slug, receipt: "x".repeat(20_000) };
  expect(await anna.post("/unlock", long)).toMatchObject({ status: 413 });
  expect(await anna.read()).not.toContain(secret);
});

test("undo locks the article again; without an undo the word of the page locks nothing", async () => {
  const anna = await reader();
  const { receipt, payment } = wallet.pay();
  await anna.post("/unlock", { ware: slug, receipt });
  expect(await anna.post("/relock", { ware: slug })).toMatchObject({ kind: "open" });
  expect(await anna.read()).toContain(secret);
  wallet.reversed.add(payment);
  expect(await anna.post("/relock", { ware: slug })).toMatchObject({ kind: "locked" });
  expect(await anna.read()).not.toContain(secret);
  expect(await anna.post("/unlock", { ware: slug, receipt })).toMatchObject({
    reason: "already-used",
  });
  // Paid again: the new payment opens.
  const again = wallet.pay();
  expect(await anna.post("/unlock", { ware: slug, receipt: again.receipt })).toMatchObject({
    kind: "open",
  });
});

test("an undo that the page never reported locks at the first look after undoUntil", async () => {
  const anna = await reader();
  const { receipt, payment } = wallet.pay();
  await anna.post("/unlock", { ware: slug, receipt });
  wallet.reversed.add(payment);
  expect(await anna.read()).toContain(secret);
  clock.pass(11_000);
  expect(await anna.read()).not.toContain(secret);
});

test("a receipt kept back until after the undo opens nothing", async () => {
  const anna = await reader();
  const { receipt, payment } = wallet.pay();
  wallet.reversed.add(payment);
  clock.pass(11_000);
  expect(await anna.post("/unlock", { ware: slug, receipt })).toMatchObject({
    status: 403,
    kind: "closed",
    reason: "undone",
  });
  expect(await anna.read()).not.toContain(secret);
});

test("what one payment owns opens in a second browser and stays open in the first", async () => {
  const laptop = await reader();
  const { receipt, payment } = wallet.pay();
  await laptop.post("/unlock", { ware: slug, receipt });
  const phone = await reader();
  const again = wallet.pay({ payment });
  expect(await phone.post("/unlock", { ware: slug, receipt: again.receipt })).toMatchObject({
    kind: "open",
  });
  expect(await laptop.read()).toContain(secret);
  expect(await phone.read()).toContain(secret);
  // Taken back, it closes in both.
  wallet.reversed.add(payment);
  clock.pass(11_000);
  expect(await laptop.read()).not.toContain(secret);
  expect(await phone.read()).not.toContain(secret);
});

test("paid on the wallet's page: the nonce is claimed by this server, once for this visitor", async () => {
  const anna = await reader();
  expect(await anna.post("/returned", { ware: slug, nonce })).toMatchObject({
    status: 403,
    reason: "nothing-waits",
  });
  wallet.waiting.set(nonce, wallet.pay());
  expect(await anna.post("/returned", { ware: slug, nonce })).toMatchObject({ kind: "open" });
  wallet.waiting.delete(nonce);
  // A reload of the return address: claimed already, and open.
  expect(await anna.post("/returned", { ware: slug, nonce })).toMatchObject({ kind: "open" });
});

test("what was paid for is open after a restart and while the wallet is down; the rest says so", async () => {
  const anna = await reader();
  const { receipt } = wallet.pay();
  await anna.post("/unlock", { ware: slug, receipt });
  await site.close();
  await wallet.close();
  walletIsUp = false;
  clock.pass(60_000);
  site = await start();
  expect(await anna.read()).toContain(secret);
  const other = await (await anna.get("/articles/what-a-page-cost")).text();
  expect(other).toContain("The wallet does not answer just now");
  expect(other).not.toContain("<farthing-paywall");
  expect(await anna.post("/returned", { ware: "what-a-page-cost", nonce })).toMatchObject({
    status: 503,
  });
});

test("strict CSP names the wallet and nothing else; COOP on articles when asked for", async () => {
  const plain = await newVisitor(() => site.url).get(`/articles/${slug}`);
  const policy = plain.headers.get("content-security-policy");
  expect(policy).toContain(`script-src 'self' ${wallet.origin};`);
  expect(policy).toContain(`frame-src ${wallet.origin};`);
  expect(policy).not.toContain("unsafe");
  expect(plain.headers.get("cross-origin-opener-policy")).toBeNull();
  expect(plain.headers.getSetCookie()[0]).toMatch(/^newsstand=.{43};.*HttpOnly; SameSite=Lax/);
  await site.close();
  site = await start({ coop: true });
  const isolated = await newVisitor(() => site.url).get(`/articles/${slug}`);
  expect(isolated.headers.get("cross-origin-opener-policy")).toBe("same-origin");
});

test("an unknown address is a page that leads back", async () => {
  const response = await newVisitor(() => site.url).get("/articles/none");
  expect(response.status).toBe(404);
  expect(await response.text()).toContain("Go to the front page");
});

test("a mistyped address is a page that says so, not the counter's refusal", async () => {
  const response = await newVisitor(() => site.url).get("/artikles");
  expect(response.status).toBe(404);
  expect(await response.text()).toContain("There is nothing at this address");
});
