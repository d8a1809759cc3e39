import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { openPerson, type Person } from "@farthing/lab";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readBooks } from "./books.ts";
import { expectAxeClean, shoot } from "./look.ts";
import { allow, approveOn, articleText, frameAt, payFirst } from "./reader.ts";
import { buttonOf, openStage, pressAndGetWallet, type Stage } from "./stage.ts";

let stage: Stage;
let reader: Person;

beforeAll(async () => {
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
});
afterAll(async () => {
  await reader.close();
  await stage.close();
});

const news = (person: Person = reader) => person.page.locator(".news");

/** Buys what stands on the open page, by a passkey in the frame: the price is above the line for one click. */
async function payOnce(person: Person = reader): Promise<void> {
  await frameAt(person, "over-line");
  await person.press(buttonOf(person, /^Pay this once/));
  await person.page.locator(".rest h2").waitFor();
}

/** The first payment of somebody new, from the page that is open. */
async function payNew(person: Person): Promise<void> {
  await frameAt(person, "needs-wallet");
  const wallet = await pressAndGetWallet(person, /^(Read for|Pay)/);
  await wallet.getByRole("heading", { name: /^Pay \$/ }).waitFor();
  await approveOn(wallet, person, allow);
}

describe("the front page", () => {
  test("shows what is for sale, with its price, and what is yours", async () => {
    const { page } = reader;
    await page.goto(stage.newsstand);
    for (const price of ["$0.02", "$0.03", "$0.05", "$0.10", "$0.25", "$0.20"]) {
      await page.getByText(price, { exact: true }).first().waitFor();
    }
    await shoot(page, "newsstand-front");
    expect(await page.getByText("Yours to read").count()).toBe(1);
    await expectAxeClean(page);
  });
});

describe("the day pass", () => {
  test("stands beside each locked article's price, and opens all six for 24 hours", async () => {
    const { page } = reader;
    await page.goto(`${stage.newsstand}/articles/what-a-page-cost`);
    expect(await articleText(reader).count()).toBe(0);
    await shoot(page, "newsstand-article-locked");
    await page.getByRole("link", { name: "day pass, $0.20" }).click();
    const before = readBooks(stage);
    await shoot(page, "newsstand-pass");
    await expectAxeClean(page);
    await payOnce();
    await page.getByRole("heading", { name: "All six articles are open" }).waitFor();
    expect(before.payers - readBooks(stage).payers).toBe(200_000n);
    await shoot(page, "newsstand-pass-open");
    await page.getByRole("link", { name: "Choose an article" }).click();
    expect(await page.getByText("Yours to read").count()).toBe(6);
    for (const slug of ["what-a-page-cost", "eighteen-hours-of-bells", "a-penny-to-anywhere"]) {
      await page.goto(`${stage.newsstand}/articles/${slug}`);
      await articleText(reader).waitFor();
    }
    await page.getByText("Open with your day pass until").waitFor();
    expect(before.payers - readBooks(stage).payers).toBe(200_000n);
  });

  test("in a browser that lost its cookies it opens without paying", async () => {
    const before = readBooks(stage);
    await reader.context.clearCookies({ domain: "127.0.0.1" });
    await reader.page.goto(`${stage.newsstand}/pass`);
    await frameAt(reader, "owned");
    await reader.press(buttonOf(reader, /^Open$/));
    await reader.page.getByRole("heading", { name: "All six articles are open" }).waitFor();
    expect(readBooks(stage).payers).toBe(before.payers);
  });
});

describe("the prints", () => {
  const done = () => reader.page.getByRole("heading", { name: "Your prints", exact: true });

  test("come whole, are saved, are confirmed by their fingerprint, and can be fetched again", async () => {
    const { page } = reader;
    await page.goto(`${stage.newsstand}/prints`);
    await shoot(page, "newsstand-prints");
    await expectAxeClean(page);
    const saved = page.waitForEvent("download");
    await payOnce();
    await page.locator("progress").waitFor();
    expect((await saved).suggestedFilename()).toBe("newsstand-prints.zip");
    await done().waitFor();
    await page.getByText("It arrived whole").waitFor();
    await shoot(page, "newsstand-prints-done");
    await expectAxeClean(page);
    expect(deliveries()).toEqual(["confirmed"]);
    await page.reload();
    await done().waitFor();
    const again = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download again" }).click();
    await again;
  });

  test("a line that breaks is taken up where it broke", async () => {
    const other = await openPerson({ storage: "allowed" });
    try {
      const asked: (string | undefined)[] = [];
      let goOn = () => {};
      const held = new Promise<void>((resolve) => (goOn = resolve));
      await other.page.route(/newsstand-prints\.zip/, async (route) => {
        const { range } = route.request().headers();
        asked.push(range);
        const whole = await route.fetch();
        const body = await whole.body();
        const headers = whole.headers();
        // The first answer ends early, as a proxy that gives up makes it.
        if (range === undefined) {
          const half = body.subarray(0, 3_000);
          return route.fulfill({
            status: 200,
            headers: { ...headers, "content-length": "3000" },
            body: half,
          });
        }
        await held;
        return route.fulfill({ status: whole.status(), headers, body });
      });
      await other.page.goto(`${stage.newsstand}/prints`);
      await payNew(other);
      await other.page.getByText("The line broke").waitFor();
      await shoot(other.page, "newsstand-prints-progress");
      await expectAxeClean(other.page);
      goOn();
      await other.page.getByText("It arrived whole").waitFor();
      expect(asked).toEqual([undefined, "bytes=3000-"]);
    } finally {
      await other.close();
    }
  });

  function deliveries(): string[] {
    const database = new DatabaseSync(join(stage.folder, "newsstand.db"), { readOnly: true });
    try {
      return database
        .prepare("SELECT state FROM deliveries")
        .all()
        .map(({ state }) => String(state));
    } finally {
      database.close();
    }
  }
});

describe("a download that the demo's switch breaks", () => {
  let buyer: Person;
  beforeAll(async () => {
    buyer = await openPerson({ storage: "allowed" });
  });
  afterAll(() => buyer.close());

  test("is refunded by itself, and both the page and the wallet say so", async () => {
    const { page } = buyer;
    await page.goto(`${stage.newsstand}/prints`);
    const noted = page.waitForResponse(/\/break$/);
    await page.getByLabel(/Break the next download/).check();
    await noted;
    const before = readBooks(stage);
    await payNew(buyer);
    await page.getByText("The line broke").waitFor();
    await page.getByRole("heading", { name: "Your money is back" }).waitFor();
    await page.getByText("$0.10 is back in your wallet").waitFor();
    await shoot(page, "newsstand-prints-refunded");
    await expectAxeClean(page);
    const after = readBooks(stage);
    expect([after.merchants - before.merchants, after.fees - before.fees]).toEqual([0n, 0n]);
    await page.reload();
    await page.getByText("$0.10 is back in your wallet").waitFor();
    expect(await page.getByLabel(/Break the next download/).isChecked()).toBe(false);
    await page.goto(stage.wallet);
    await page.getByText("Six prints of this issue").first().waitFor();
    await page
      .getByText(/Given back/)
      .first()
      .waitFor();
  });

  test("the next one comes", async () => {
    await buyer.page.goto(`${stage.newsstand}/prints`);
    const saved = buyer.page.waitForEvent("download");
    await payOnce(buyer);
    await saved;
    await buyer.page.getByText("It arrived whole").waitFor();
  });
});

describe("tips", () => {
  test("two in a row count twice, the words are shown, and an undo takes one back", async () => {
    const { page } = reader;
    await page.goto(`${stage.newsstand}/tip`);
    await shoot(page, "newsstand-tip");
    await expectAxeClean(page);
    expect(await page.getByRole("link", { name: "$1.00" }).count()).toBe(1);
    const before = readBooks(stage);
    await page.getByLabel("A word to us, if you like").fill("For the wren");
    await frameAt(reader, "ready");
    await reader.press(buttonOf(reader, /^(Read for|Pay)/));
    await page.getByText("$0.05 in one tip").waitFor();
    await page.getByText("For the wren").waitFor();
    await shoot(page, "newsstand-tip-thanks");
    await expectAxeClean(page);
    await page.getByRole("link", { name: "Give again" }).click();
    await frameAt(reader, "ready");
    await reader.press(buttonOf(reader, /^(Read for|Pay)/));
    await page.getByText("$0.10 in 2 tips").waitFor();
    expect(before.payers - readBooks(stage).payers).toBe(100_000n);
    await page.waitForTimeout(900);
    await reader.press(buttonOf(reader, /^Undo/));
    await news().getByText("You took the tip back.").waitFor();
    expect(before.payers - readBooks(stage).payers).toBe(50_000n);
  });
});

describe("a phone whose browser keeps nothing for a frame", () => {
  test("buys prints on the wallet's page and comes back to them, with windows blocked", async () => {
    const viewport = { width: 360, height: 740 };
    const phone = await openPerson({
      storage: "refused",
      popupsBlocked: true,
      viewport,
      touch: true,
    });
    try {
      const { page } = phone;
      await page.goto(`${stage.newsstand}/prints`);
      await frameAt(phone, "needs-wallet");
      await phone.press(buttonOf(phone, /^(Read for|Pay)/));
      await frameAt(phone, "waiting");
      await phone.press(buttonOf(phone, /^Continue/));
      await page.getByRole("heading", { name: "Pay $0.10 to The Newsstand" }).waitFor();
      await phone.press(page.getByRole("button", { name: allow }));
      await page.waitForURL(/\/prints/);
      await page.getByText("It arrived whole").waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        360,
      );
    } finally {
      await phone.close();
    }
  });
});

describe("what payers ask back", () => {
  test("a download that was paid and never fetched is refunded when the payer asks, at once", async () => {
    const buyer = await openPerson({ storage: "allowed" });
    try {
      const { page } = buyer;
      // The tab is closed at once, so the receipt never reaches the Newsstand.
      const before = readBooks(stage);
      await page.route(/\/unlock$/, (route) => route.abort());
      await page.goto(`${stage.newsstand}/prints`);
      await payNew(buyer);
      await page.goto(stage.wallet);
      await page.getByText("Six prints of this issue").first().waitFor();
      const list = await page.evaluate(async () => (await fetch("/v1/wallet/payments")).json());
      const { payments } = list as { payments: { id: string; kind: string }[] };
      const id = payments.find(({ kind }) => kind === "payment")?.id ?? "";
      const ask = () =>
        page.evaluate(
          async ([address = ""]) => {
            const headers = { "content-type": "application/json" };
            const body = JSON.stringify({ reason: "not-received" });
            return (await fetch(address, { method: "POST", headers, body })).ok;
          },
          [`/v1/wallet/payments/${id}/reports`],
        );
      expect(await ask()).toBe(true);
      await expect
        .poll(() => readBooks(stage).merchants, { timeout: 20_000 })
        .toBe(before.merchants);
      await page.reload();
      await page
        .getByText(/Given back/)
        .first()
        .waitFor();
    } finally {
      await buyer.close();
    }
  });
});
