import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minute } from "@farthing/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { articles } from "../articles/index.ts";
import { openShop, type Shop } from "../shop.testing.ts";
import { createDeliveries } from "../store/deliveries.ts";
import { openDatabase } from "../store/openDatabase.ts";
import { giveBack, type Till } from "./giveBack.ts";
import { makePrints } from "./printsFile.ts";

const file = makePrints(articles);
const path = `/prints/${file.name}`;
const ware = "six-prints";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

/** A reader who has paid for the prints. */
async function buyer(more: { breaks?: boolean; sub?: string } = {}) {
  const anna = shop.visitor();
  await anna.get("/prints");
  if (more.breaks === true) await anna.post("/break", { isOn: true });
  const paid = shop.wallet.pay(more.sub === undefined ? {} : { sub: more.sub });
  const opened = await anna.post("/unlock", { ware, receipt: paid.receipt });
  return { ...anna, ...paid, opened };
}

const sha256 = (bytes: ArrayBuffer) =>
  createHash("sha256").update(new Uint8Array(bytes)).digest("hex");

test("nothing is sent to whom did not pay", async () => {
  const anna = shop.visitor();
  await anna.get("/prints");
  expect((await anna.get(path)).status).toBe(403);
  expect(await anna.post("/delivered", { payment: "pay_x", sha256: file.sha256 })).toMatchObject({
    status: 403,
  });
});

test("what arrives whole is confirmed by its fingerprint, stays, and is never refunded", async () => {
  const { get, post, payment, opened } = await buyer();
  expect(opened.html).toContain('data-state="due"');
  const bytes = await (await get(`${path}?by=page`)).arrayBuffer();
  expect(sha256(bytes)).toBe(file.sha256);
  expect(await post("/delivered", { payment, sha256: "0".repeat(64) })).toMatchObject({
    kind: "damaged",
  });
  expect(await post("/delivered", { payment, sha256: file.sha256 })).toMatchObject({
    kind: "confirmed",
  });
  shop.clock.pass(60 * minute);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(shop.wallet.refunds).toEqual([]);
  expect((await get(path)).status).toBe(200);
});

test("only who bought it can confirm it", async () => {
  const { payment } = await buyer();
  const ben = shop.visitor();
  await ben.get("/prints");
  expect(await ben.post("/delivered", { payment, sha256: file.sha256 })).toMatchObject({
    status: 403,
    kind: "nothing",
  });
});

test("a broken line goes on from where it was; another file by then starts anew", async () => {
  const { get } = await buyer();
  const half = file.bytes.length >> 1;
  const etag = `"${file.sha256}"`;
  const ask = (headers: Record<string, string>) => get(`${path}?by=page`, headers);
  const rest = await ask({ range: `bytes=${half}-`, "if-range": etag });
  expect(rest.status).toBe(206);
  expect(rest.headers.get("content-range")).toBe(
    `bytes ${half}-${file.bytes.length - 1}/${file.bytes.length}`,
  );
  expect(Buffer.from(await rest.arrayBuffer())).toEqual(file.bytes.subarray(half));
  const other = await ask({ range: `bytes=${half}-`, "if-range": '"other"' });
  expect([other.status, (await other.arrayBuffer()).byteLength]).toEqual([200, file.bytes.length]);
  const beyond = await ask({ range: `bytes=${file.bytes.length}-`, "if-range": etag });
  expect(beyond.status).toBe(416);
});

test("a plain link without script: handing over every byte confirms it", async () => {
  const { get, post, payment } = await buyer();
  expect(sha256(await (await get(path)).arrayBuffer())).toBe(file.sha256);
  expect(await post("/delivery", { payment })).toMatchObject({ kind: "confirmed" });
});

test("not confirmed within ten minutes: refunded once, also when the site was down meanwhile, and closed", async () => {
  const { get, post, payment } = await buyer();
  await (await get(`${path}?by=page`)).arrayBuffer();
  shop.clock.pass(9 * minute);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(shop.wallet.refunds).toEqual([]);
  await shop.restart(() => shop.clock.pass(2 * minute));
  await expect.poll(() => shop.wallet.refunds).toEqual([{ payment, reason: "not-received" }]);
  await expect
    .poll(() => post("/delivery", { payment }))
    .toMatchObject({ kind: "refunded", sentence: /\$0\.10 is back/ });
  expect((await get(path)).status).toBe(403);
  const page = await (await get("/prints")).text();
  expect(page).toContain("$0.10 is back in your wallet");
  expect(page).toContain("<farthing-button");
  // Too late: never both the file and the money.
  expect(await post("/delivered", { payment, sha256: file.sha256 })).toMatchObject({
    kind: "refunded",
  });
  expect(shop.lines).toEqual([`${payment} was not delivered and is refunded.`]);
});

test("a server that breaks off three times refunds at once; the switch breaks one download only", async () => {
  const { get, post, payment } = await buyer({ breaks: true });
  for (let round = 0; round < 3; round += 1) {
    await expect((await get(`${path}?by=page`)).arrayBuffer()).rejects.toThrow(/terminated/);
  }
  await expect.poll(() => shop.wallet.refunds).toEqual([{ payment, reason: "not-received" }]);
  expect((await get(path)).status).toBe(403);
  const second = shop.wallet.pay();
  await post("/unlock", { ware, receipt: second.receipt });
  expect(sha256(await (await get(path)).arrayBuffer())).toBe(file.sha256);
  expect(shop.wallet.refunds).toHaveLength(1);
});

test("while the wallet is silent the refund waits; a payment that was undone first is not refunded", async () => {
  shop.wallet.refuse.refund = { status: 503, code: "unavailable" };
  const first = await buyer();
  shop.clock.pass(11 * minute);
  await expect
    .poll(() => first.post("/delivery", { payment: first.payment }))
    .toMatchObject({ kind: "failed", sentence: /goes back to your wallet by itself/ });
  expect(shop.wallet.refunds).toEqual([]);
  shop.wallet.refuse.refund = null;
  await expect.poll(() => shop.wallet.refunds).toHaveLength(1);

  shop.wallet.refuse.refund = { status: 409, code: "already-undone" };
  const second = await buyer();
  shop.clock.pass(11 * minute);
  await expect.poll(() => shop.lines.at(-1)).toContain(`${second.payment} was not delivered`);
  expect(shop.lines.at(-1)).toContain("already-undone");
  expect((await second.get(path)).status).toBe(403);
});

test("a wallet that refuses the site, not the payment, leaves the money owed; then it is given back", async () => {
  shop.wallet.refuse.refund = { status: 401, code: "api-key-invalid" };
  const { post, payment } = await buyer();
  shop.clock.pass(11 * minute);
  await expect.poll(() => shop.lines.at(-1)).toContain("api-key-invalid");
  expect(await post("/delivery", { payment })).toMatchObject({ kind: "failed" });
  shop.wallet.refuse.refund = null;
  await expect.poll(() => shop.wallet.refunds).toEqual([{ payment, reason: "not-received" }]);
});

test("confirmed while another's refund is on its way: it stays sold, the money is not given back", async () => {
  const folder = mkdtempSync(join(tmpdir(), "farthing-prints-"));
  const database = openDatabase(folder);
  const deliveries = createDeliveries(database);
  const { clock } = shop;
  for (const payment of ["pay_a", "pay_b"]) {
    deliveries.begin({ payment, visitor: "", payer: payment, dueAt: clock.now(), isBroken: false });
  }
  const refunded: string[] = [];
  const refund: Till["farthing"]["refund"] = ({ payment }) => {
    refunded.push(payment);
    deliveries.move("pay_b", ["due"], "confirmed", clock.now());
    const price = { amount: "100000", asset: "PLAY/6" } as const;
    const money = { price, amount: price, givenBack: price, left: { ...price, amount: "0" } };
    return Promise.resolve({ payment, ...money, refundedAt: clock.now() });
  };
  const purchases = { close: () => {} };
  await giveBack({ deliveries, clock, log: () => {}, farthing: { refund }, purchases });
  expect([refunded, deliveries.find("pay_b")?.state]).toEqual([["pay_a"], "confirmed"]);
  database.close();
  rmSync(folder, { recursive: true });
});

test("after three refunds in 24 hours one payer's next is for a person to look at", async () => {
  const sub = Buffer.alloc(16, 7).toString("base64url");
  for (let round = 1; round <= 3; round += 1) {
    await buyer({ sub });
    shop.clock.pass(11 * minute);
    await expect.poll(() => shop.wallet.refunds.length).toBe(round);
  }
  const { payment, post } = await buyer({ sub });
  shop.clock.pass(11 * minute);
  await expect.poll(() => post("/delivery", { payment })).toMatchObject({ kind: "by-hand" });
  expect(shop.wallet.refunds).toHaveLength(3);
  expect(shop.lines.at(-1)).toContain("look at it");
});

test("undo closes the download, and then there is nothing to refund", async () => {
  const { get, post, payment } = await buyer();
  shop.wallet.reversed.add(payment);
  expect(await post("/relock", { ware })).toMatchObject({
    kind: "locked",
    sentence: "You took the payment back. The download is closed again.",
  });
  expect((await get(path)).status).toBe(403);
  expect(await post("/delivery", { payment })).toMatchObject({ kind: "undone" });
  shop.clock.pass(11 * minute);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([shop.wallet.refunds, shop.lines]).toEqual([[], []]);
});

test("refund requests: a download that never came is refunded, the rest is written down once, on every page", async () => {
  const { payment } = await buyer();
  const confirmed = await buyer();
  await (await confirmed.get(path)).arrayBuffer();
  const other = "pay_00000000000000000000000000";
  const nobody = shop.wallet.pay().payment;
  const resource = `${shop.url()}/prints`;
  shop.wallet.requests.push(
    { payment: other, reason: "charged-twice", resource: `${shop.url()}/articles/a-metre-short` },
    { payment: confirmed.payment, reason: "not-received", resource },
    { payment, reason: "not-received", resource },
    { payment: nobody, reason: "not-received", resource },
  );
  await expect
    .poll(() => shop.wallet.refunds.map((one) => one.payment).toSorted())
    .toEqual([payment, nobody].toSorted());
  await shop.restart();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const decide = shop.lines.filter((line) => line.includes("Decide"));
  expect(decide).toHaveLength(2);
  expect(decide.join()).toContain(
    `${other} (100000 PLAY/6, ${shop.url()}/articles/a-metre-short): charged-twice`,
  );
  expect(decide.join()).toContain(confirmed.payment);
});
