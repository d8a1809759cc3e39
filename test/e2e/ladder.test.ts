import { openPerson, type Person } from "@farthing/lab";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readBooks } from "./books.ts";
import {
  allow,
  approveOn,
  articleText,
  askWallet,
  frameAt,
  payByClick,
  payFirst,
} from "./reader.ts";
import { buttonOf, openArticle, openStage, type Stage } from "./stage.ts";

let stage: Stage;
let careful: Stage;
let reader: Person;

beforeAll(async () => {
  stage = await openStage();
  // A publisher that cuts itself off from every window it opens.
  careful = await openStage({ FARTHING_NEWSSTAND_COOP: "true" });
});
afterAll(async () => {
  await stage.close();
  await careful.close();
});

/** Clicks and windows since `from`. */
function since(from: { clicks: number; popups: number }) {
  return { clicks: reader.clicks() - from.clicks, popups: reader.popups() - from.popups };
}

function soFar() {
  return { clicks: reader.clicks(), popups: reader.popups() };
}

describe("a browser that keeps nothing for a frame but its cookie", () => {
  beforeAll(async () => {
    reader = await openPerson({ storage: "refused" });
  });
  afterAll(() => reader.close());

  test("the first payment takes two clicks and one window", async () => {
    await payFirst(stage, reader, { slug: "the-smallest-coin" });
    expect(soFar()).toEqual({ clicks: 2, popups: 1 });
  });

  test("undone and paid again in the same page: one click, no window, the key is in memory", async () => {
    const before = readBooks(stage);
    await frameAt(reader, "paid");
    await reader.press(buttonOf(reader, /^Undo/));
    await reader.page.getByText("The article is closed again").waitFor();
    await frameAt(reader, "ready");
    expect(readBooks(stage).payers - before.payers).toBe(10_000n);
    const from = soFar();
    await reader.press(buttonOf(reader, /^Read for/));
    await articleText(reader).waitFor();
    expect(since(from)).toEqual({ clicks: 1, popups: 0 });
    expect(readBooks(stage).payers).toBe(before.payers);
  });

  test("the next page pays by one click: the cookie enrolled its key under the allowance that stands", async () => {
    const before = readBooks(stage);
    const from = soFar();
    await payByClick(stage, reader, "the-loaf-that-shrank");
    expect(since(from)).toEqual({ clicks: 1, popups: 0 });
    const after = readBooks(stage);
    expect(after.allowances).toBe(before.allowances);
    expect(after.wallets).toBe(before.wallets);
    expect(before.payers - after.payers).toBe(20_000n);
  });

  test("what was paid stays open after a reload", async () => {
    await reader.page.reload();
    await articleText(reader).waitFor();
  });
});

describe("a browser that blocks every window", () => {
  afterEach(() => reader.close());

  test.each(["allowed", "refused"] as const)(
    "“Continue on the payment page” goes there and comes back to the open article (storage %s)",
    async (storage) => {
      reader = await openPerson({ storage, popupsBlocked: true });
      const { page } = reader;
      await openArticle(stage, reader, "the-loaf-that-shrank");
      await frameAt(reader, "needs-wallet");
      await reader.press(buttonOf(reader, /^Read for/));
      const goOn = buttonOf(reader, /^Continue/);
      await goOn.waitFor();
      // Never unasked: the page is still the article.
      expect(page.url()).toBe(`${stage.newsstand}/articles/the-loaf-that-shrank`);
      await reader.press(goOn);
      await page.getByRole("heading", { name: "Pay $0.02 to The Newsstand" }).waitFor();
      const before = readBooks(stage);
      await reader.press(page.getByRole("button", { name: allow }));
      await page.waitForURL(/\/articles\/the-loaf-that-shrank/);
      await articleText(reader).waitFor();
      expect(page.url()).toBe(`${stage.newsstand}/articles/the-loaf-that-shrank`);
      expect(soFar()).toEqual({ clicks: 3, popups: 0 });
      const after = readBooks(stage);
      expect(after.payers - before.payers).toBe(10_000_000n - 20_000n);
      expect(after.allowances - before.allowances).toBe(1n);
      await page.reload();
      await articleText(reader).waitFor();
      // Where the key was not kept, the cookie enrolled another.
      await payByClick(stage, reader, "the-smallest-coin");
      expect(soFar()).toEqual({ clicks: 4, popups: 0 });
    },
  );
});

describe("a publisher with Cross-Origin-Opener-Policy: same-origin", () => {
  afterEach(() => reader.close());

  test.each(["allowed", "refused"] as const)(
    "the window opens, pays and reports back through the server (storage %s)",
    async (storage) => {
      reader = await openPerson({ storage });
      const answered = reader.page.waitForResponse(/\/articles\//);
      await payFirst(careful, reader, { slug: "the-smallest-coin" });
      const headers = (await answered).headers();
      expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
      expect(soFar()).toEqual({ clicks: 2, popups: 1 });
      await payByClick(careful, reader, "the-loaf-that-shrank");
      expect(soFar()).toEqual({ clicks: 3, popups: 1 });
    },
  );
});

describe("a phone", () => {
  afterEach(() => reader.close());

  test("two taps pay the first time and one tap after that; every target is 44 px high", async () => {
    const viewport = { width: 360, height: 740 };
    reader = await openPerson({ storage: "allowed", viewport, touch: true });
    const wallet = await askWallet(stage, reader, "the-smallest-coin");
    for (const button of await wallet.getByRole("button").all()) {
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    }
    expect(await wallet.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      360,
    );
    await approveOn(wallet, reader, allow);
    await articleText(reader).waitFor();
    expect(soFar()).toEqual({ clicks: 2, popups: 1 });
    await openArticle(stage, reader, "the-loaf-that-shrank");
    await frameAt(reader, "ready");
    const size = await buttonOf(reader, /^Read for/).boundingBox();
    expect(size?.height).toBeGreaterThanOrEqual(44);
    await reader.press(buttonOf(reader, /^Read for/));
    await articleText(reader).waitFor();
    expect(soFar()).toEqual({ clicks: 3, popups: 1 });
    const width = await reader.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
  });
});
