import { afterEach, beforeEach, expect, test } from "vitest";
import { openShop, type Shop } from "./shop.testing.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

test("three amounts; each payment counts, and the words are shown as they were written", async () => {
  const anna = shop.visitor();
  const page = await (await anna.get("/tip")).text();
  for (const price of ["$0.05", "$0.20", "$1.00"]) expect(page).toContain(price);
  const tip = async (words?: string) => {
    const { receipt, payment } = shop.wallet.pay();
    const answer = await anna.post("/unlock", {
      ware: "tip-5",
      receipt,
      ...(words ? { words } : {}),
    });
    return { ...answer, receipt, payment };
  };
  const first = await tip("Loved the <b>wren</b>");
  expect(first.html).toContain("$0.05 in one tip");
  expect(first.html).toContain("Loved the &lt;b&gt;wren&lt;/b&gt;");
  shop.clock.pass(1_000);
  const second = await tip();
  expect(second.html).toContain("$0.10 in 2 tips");
  // A retry of the page counts nothing twice.
  expect((await anna.post("/unlock", { ware: "tip-5", receipt: second.receipt })).html).toContain(
    "$0.10 in 2 tips",
  );
  shop.wallet.reversed.add(second.payment);
  expect(await anna.post("/relock", { ware: "tip-5" })).toMatchObject({
    kind: "locked",
    sentence: "You took the tip back.",
  });
  shop.clock.pass(1_000);
  expect((await tip()).html).toContain("$0.10 in 2 tips");
  expect(shop.wallet.sold[0]).toMatchObject({ access: "use", resource: `${shop.url()}/tip/5` });
});

test("a tip opens nothing, and a small one does not pass for a large one", async () => {
  const anna = shop.visitor();
  await anna.get("/tip/5");
  const { receipt } = shop.wallet.pay();
  expect(await anna.post("/unlock", { ware: "tip-100", receipt })).toMatchObject({
    reason: "wrong-resource",
  });
  expect(await anna.post("/unlock", { ware: "six-prints", receipt })).toMatchObject({
    reason: "wrong-resource",
  });
  expect(
    await anna.post("/unlock", { ware: "tip-5", receipt, words: "x".repeat(141) }),
  ).toMatchObject({
    status: 400,
  });
});
