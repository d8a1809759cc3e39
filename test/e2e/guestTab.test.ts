import { openPerson, type Person } from "@farthing/lab";
import type { Bill } from "@farthing/protocol";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "./books.ts";
import { expectAxeClean, shoot } from "./look.ts";
import { allow, approveOn, articleText, askWallet, frameAt, readPayments } from "./reader.ts";
import {
  buttonOf,
  frameOf,
  openArticle,
  openStage,
  pressAndGetWallet,
  type Stage,
} from "./stage.ts";

const later = "Read now, pay later";

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

/** The bill as the wallet's own page reads it in this browser. */
async function readBill(): Promise<Bill> {
  const headers = { "sec-fetch-site": "same-origin" };
  const response = await reader.context.request.get(`${stage.wallet}/v1/wallet/bill`, { headers });
  return (await response.json()) as Bill;
}

async function payLaterByClick(slug: string, onBill: string): Promise<void> {
  await openArticle(stage, reader, slug);
  await frameAt(reader, "ready");
  await reader.press(buttonOf(reader, /^Read for/));
  await articleText(reader).waitFor();
  await frameOf(reader.page).getByText(`On your bill: ${onBill} of`).waitFor();
}

/** Opens the payment page for something that the bill has no room for. */
async function askAtLine(slug: string): Promise<Page> {
  await openArticle(stage, reader, slug);
  await frameAt(reader, "needs-wallet");
  await frameOf(reader.page)
    .getByText(/^Your bill is \$0\.\d\d\. Pay it to go on, or stop here\.$/)
    .waitFor();
  const wallet = await pressAndGetWallet(reader, /^Read for/);
  await wallet.getByText(/^Your bill is \$0\.\d\d\. Pay it to go on, or stop here\./).waitFor();
  return wallet;
}

test("rule 21: a newcomer reads now and pays later; one click each after that, until the line", async () => {
  const wallet = await askWallet(stage, reader, "a-penny-to-anywhere");
  await wallet
    .getByText(
      "Read now, pay later. No account. $0.05 is added to a bill kept in this browser. We ask you to pay at $0.25.",
    )
    .waitFor();
  await wallet.getByRole("button", { name: allow }).waitFor();
  await shoot(wallet, "guest-first");
  await expectAxeClean(wallet);
  await wallet.bringToFront();
  await approveOn(wallet, reader, later);
  await articleText(reader).waitFor();
  const books = readBooks(stage);
  expect([books.payers, books.merchants, books.fees]).toEqual([0n, 0n, 0n]);
  expect([books.tabs, books.unsettled]).toEqual([-50_000n, 50_000n]);
  await payLaterByClick("the-loaf-that-shrank", "$0.07");
});

test("the bill's page shows what is on it by site, and a report takes one off", async () => {
  const bill = await reader.context.newPage();
  await bill.goto(`${stage.wallet}/bill`);
  await bill.getByRole("heading", { name: /^The Newsstand: / }).waitFor();
  await shoot(bill, "guest-bill");
  await expectAxeClean(bill);
  const before = (await readBill()).items.length;
  await bill
    .getByRole("button", { name: /^Report: / })
    .last()
    .click();
  await bill.getByRole("radio", { name: "I got nothing, or was charged twice" }).check();
  await bill.getByRole("button", { name: "Report it" }).click();
  await bill.getByText("It is off your bill.").waitFor();
  expect((await readBill()).items).toHaveLength(before - 1);
  await bill.close();
});

test("at the line it is asked for; opening a wallet pays it, the merchant is paid, and the line is 1.00", async () => {
  await payLaterByClick("the-smallest-coin", "$0.06");
  await payLaterByClick("a-metre-short", "$0.09");
  // Above the line of one click: the page asks, and the bill has room for it.
  await openArticle(stage, reader, "what-a-page-cost");
  await frameAt(reader, "over-line");
  const dear = await pressAndGetWallet(reader, /^Pay this once/);
  await dear.getByText(/^Pay later adds \$0\.10 to the bill/).waitFor();
  await approveOn(dear, reader, later);
  await articleText(reader).waitFor();
  const { bill } = await readBill();
  const wallet = await askAtLine("eighteen-hours-of-bells");
  await shoot(wallet, "guest-due");
  await expectAxeClean(wallet);
  await wallet.bringToFront();
  await wallet.waitForTimeout(700);
  await reader.press(wallet.getByRole("button", { name: "Open a wallet and pay" }));
  await wallet.getByText(/^Paying from Wallet /).waitFor();
  const owed = BigInt(bill.owed.amount);
  const books = readBooks(stage);
  expect([books.tabs, books.unsettled]).toEqual([0n, 0n]);
  expect(books.payers).toBe(10_000_000n - owed);
  expect(books.merchants + books.fees).toBe(owed);
  await shoot(wallet, "guest-settled");
  await expectAxeClean(wallet);
  const after = await readBill();
  expect(after).toMatchObject({ items: [], bill: { line: { amount: "1000000" } } });
  // What was bought is the wallet's now, and opens in this browser as before.
  expect(await readPayments(stage, reader, 4)).toHaveLength(4);
  const bills = await reader.context.newPage();
  await bills.goto(`${stage.wallet}/bill`);
  await bills.getByText("From now on your wallet pays.").waitFor();
  await shoot(bills, "guest-moved");
  await expectAxeClean(bills);
  await bills.close();
  // From here on it is the wallet that pays: nobody with one goes on owing.
  await wallet.bringToFront();
  expect(await wallet.getByRole("button", { name: later }).count()).toBe(0);
  await approveOn(wallet, reader);
  await articleText(reader).waitFor();
  expect((await readBill()).items).toEqual([]);
});

test("after that the same site is one click from the wallet, and what was read on the bill opens without paying again", async () => {
  const before = readBooks(stage);
  // Reported above, so that it is for sale again; the publisher's own memory of it goes with its cookie.
  await reader.context.clearCookies({ domain: "127.0.0.1" });
  await openArticle(stage, reader, "the-loaf-that-shrank");
  await frameAt(reader, "ready");
  await reader.press(buttonOf(reader, /^Read for/));
  await articleText(reader).waitFor();
  const after = readBooks(stage);
  expect(after.payers).toBeLessThan(before.payers);
  expect(after.tabs).toBe(0n);
  await openArticle(stage, reader, "a-penny-to-anywhere");
  await frameAt(reader, "owned");
  await reader.press(buttonOf(reader, /^Open/));
  await articleText(reader).waitFor();
  expect(readBooks(stage).payers).toBe(after.payers);
});

test("stop here: nothing more goes on it, and what is there is paid without a wallet", async () => {
  // Somebody else, without a wallet.
  await reader.close();
  reader = await openPerson({ storage: "allowed" });
  const first = await askWallet(stage, reader, "a-penny-to-anywhere");
  await approveOn(first, reader, later);
  await articleText(reader).waitFor();
  const bill = await reader.context.newPage();
  await bill.goto(`${stage.wallet}/bill`);
  await bill.getByRole("heading", { name: /^The Newsstand: / }).waitFor();
  await bill.waitForTimeout(700);
  await bill.getByRole("button", { name: "Stop here" }).click();
  await bill.getByText(/Nothing more goes on this bill\./).waitFor();
  await bill.waitForTimeout(700);
  await bill.getByRole("button", { name: "Pay without a wallet (play money)" }).click();
  await bill.getByText(/^Nothing is on your bill\. Thank you\./).waitFor();
  await expectAxeClean(bill);
  await reader.page.goto(`${stage.newsstand}/tip`);
  await frameAt(reader, "needs-wallet");
  await frameOf(reader.page).getByText("Your bill is closed. A wallet takes one tap.").waitFor();
});
