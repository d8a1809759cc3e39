import { hour } from "@farthing/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { articles } from "./articles/index.ts";
import { openShop, type Shop } from "./shop.testing.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

/** Buys the pass that is sold now, and answers with the browser and what it paid. */
async function buyPass() {
  const anna = shop.visitor();
  const page = await (await anna.get("/pass")).text();
  const ware = /data-ware="([^"]+)"/.exec(page)?.[1] ?? "";
  const paid = shop.wallet.pay();
  return {
    anna,
    ware,
    ...paid,
    opened: await anna.post("/unlock", { ware, receipt: paid.receipt }),
  };
}

const openArticles = async (anna: { get(path: string): Promise<Response> }) => {
  const pages = articles.map(async ({ slug, rest }) =>
    (await (await anna.get(`/articles/${slug}`)).text()).includes(rest[0] ?? "?"),
  );
  return (await Promise.all(pages)).filter(Boolean).length;
};

test("one pass opens all six articles for 24 hours from the payment, however late in the day it is bought", async () => {
  // The stand's clock says 11:06 UTC; ten minutes to midnight is another 12 h 44 min.
  const untilLate = 24 * hour - (shop.clock.now() % (24 * hour)) - 600_000;
  shop.clock.pass(untilLate);
  const { anna, opened, payment } = await buyPass();
  expect(opened).toMatchObject({ status: 200, kind: "open" });
  expect(opened.html).toContain("All six articles are open");
  expect(shop.wallet.sold[0]).toMatchObject({
    price: { amount: "200000", asset: "PLAY/6" },
    access: "own",
  });
  expect(await openArticles(anna)).toBe(6);
  expect(await (await anna.get("/articles/a-metre-short")).text()).toContain(
    "Open with your day pass",
  );
  shop.clock.pass(24 * hour - 1);
  expect(await openArticles(anna)).toBe(6);
  expect(await (await anna.get("/pass")).text()).toContain("All six articles are open");
  shop.clock.pass(2);
  expect(await openArticles(anna)).toBe(0);
  // Another thing to buy by now: what is owned is never sold twice.
  expect(await (await anna.get("/pass")).text()).toContain("<farthing-button");
  expect(shop.wallet.sold.at(-1)?.resource).not.toBe(shop.wallet.sold[0]?.resource);
  expect(payment).toMatch(/^pay_/);
});

test("in a second browser it opens without paying, and ends when the first payment's 24 hours end", async () => {
  const { ware, payment } = await buyPass();
  shop.clock.pass(12 * hour);
  const phone = shop.visitor();
  await phone.get("/pass");
  const again = shop.wallet.pay({ payment, resource: shop.wallet.sold[0]?.resource });
  expect(await phone.post("/unlock", { ware, receipt: again.receipt })).toMatchObject({
    kind: "open",
  });
  // The receipt is of now; the wallet knows when it was paid.
  shop.clock.pass(60_000);
  expect(await openArticles(phone)).toBe(6);
  shop.clock.pass(12 * hour);
  expect(await openArticles(phone)).toBe(0);
});

test("taken back, the articles close again, and so do those of a copied receipt", async () => {
  const { anna, ware, receipt, payment } = await buyPass();
  expect(await anna.post("/relock", { ware })).toMatchObject({ kind: "open" });
  shop.wallet.reversed.add(payment);
  const closed = await anna.post("/relock", { ware });
  expect(closed).toMatchObject({ kind: "locked" });
  expect(closed.sentence).toContain("the articles are closed again");
  expect(await openArticles(anna)).toBe(0);
  const ben = shop.visitor();
  await ben.get("/pass");
  expect(await ben.post("/unlock", { ware, receipt })).toMatchObject({ reason: "wrong-visitor" });
});

test("the pass stands with its price on each locked article and on the front page; an old address leads to today's", async () => {
  const anna = shop.visitor();
  for (const { slug } of articles) {
    expect(await (await anna.get(`/articles/${slug}`)).text()).toContain("day pass, $0.20");
  }
  expect(await (await anna.get("/")).text()).toContain("A day pass");
  const old = await anna.get("/pass/2020-01-01");
  expect(old.url).toBe(`${shop.url()}/pass`);
  expect(await anna.post("/unlock", { ware: "day-pass-2020-01-01", receipt: "x" })).toMatchObject({
    status: 400,
  });
});
