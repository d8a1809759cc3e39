import { type Person, openPerson, readShop } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "./books.ts";
import { expectAxeClean, shoot } from "./look.ts";
import { payByClick, payFirst, readPayments } from "./reader.ts";
import { openStageHere, type StageHere } from "./stageHere.ts";

let stage: StageHere;
let reader: Person;
let operator: Person;
let wallet: Page;
let payment: string;

beforeAll(async () => {
  stage = await openStageHere();
  reader = await openPerson({ storage: "allowed" });
  operator = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  await payByClick(stage, reader, "a-penny-to-anywhere");
  payment = (await readPayments(stage, reader, 2))[0]?.id ?? "";
  wallet = await reader.context.newPage();
});
afterAll(async () => {
  await operator.close();
  await reader.close();
  await stage.close();
});

/** What the merchant's own server sends. */
async function contest(text: string): Promise<Response> {
  const { apiKey } = readShop(stage.folder, stage.newsstand);
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const path = `${stage.wallet}/v1/reports/${payment}/evidence`;
  return fetch(path, { method: "POST", headers, body: JSON.stringify({ text }) });
}

test("what came back at once can be contested: its payer reads until when, and then what the merchant says", async () => {
  await wallet.goto(`${stage.wallet}/payments/${payment}`);
  await wallet.getByRole("radio", { name: "I got nothing, or was charged twice" }).check();
  await wallet.getByRole("button", { name: "Report it" }).click();
  await wallet.getByText("The money came back to you.").waitFor();
  await wallet
    .getByText(/The Newsstand may object until .*\. The money stays yours either way\.$/)
    .waitFor();
  await shoot(wallet, "wallet-report-back", wallet.locator("#back"));
  await expectAxeClean(wallet);

  expect((await contest("The article was sent whole, and scrolled to its end.")).status).toBe(200);
  await wallet.reload();
  await wallet.getByText("The Newsstand answered:").waitFor();
  await wallet.getByText("The article was sent whole, and scrolled to its end.").waitFor();
  await wallet.getByText(/^The Newsstand objects\. The money stays yours\./).waitFor();
  await wallet.getByLabel("Is there more to say?").fill("The second half was blank.");
  await wallet.getByRole("button", { name: "Add this to the report" }).click();
  await wallet.getByText("You added:").waitFor();
  await shoot(wallet, "wallet-report-contested", wallet.locator("#back"));
  await expectAxeClean(wallet);
});

test("the operator reads both sides and bears it: the merchant is made whole, and the payer keeps the money", async () => {
  const { page } = operator;
  await page.goto(`${stage.wallet}/operator`);
  await page.getByLabel("The operator’s key").fill(stage.deps.keys.operatorKey);
  await page.getByRole("button", { name: "Open" }).click();
  const card = page.getByRole("article");
  await card.getByText("The second half was blank.").waitFor();
  await card.getByText("The article was sent whole, and scrolled to its end.").waitFor();
  await card
    .getByText(/went back at once, and the payer keeps it\. Decide until .* who bears it\./)
    .waitFor();
  await card.getByLabel("Why").fill("The log of the delivery shows both halves.");
  await card.getByRole("button", { name: "The payment was right: I bear it" }).click();
  await card
    .getByText(/^The Newsstand gets its part of \$0\.05 from your account\. The payer keeps/)
    .waitFor();
  await shoot(page, "operator-contest", card);
  await expectAxeClean(page);
  const before = readBooks(stage);
  await card.getByRole("button", { name: "Yes, I bear it" }).click();
  await page.getByText("No report waits for a decision.").waitFor();
  await page.getByText(/: the merchant is made whole\.$/).waitFor();
  const after = readBooks(stage);
  expect(after.payers).toBe(before.payers);
  expect(after.merchants - before.merchants).toBe(47_500n);
  await page.getByRole("button", { name: "Refresh" }).click();
  const loss = page.getByRole("region", { name: "Loss", exact: true });
  await loss.getByText("Of the refunds, borne by you").waitFor();
  await loss.getByText("$0.0475").waitFor();

  await wallet.reload();
  await wallet
    .getByText("The wallet’s operator decided that the payment was right, and bears it:")
    .waitFor();
  await wallet.getByText("The log of the delivery shows both halves.").waitFor();
  await shoot(wallet, "wallet-report-made-whole", wallet.locator("#back"));
  await expectAxeClean(wallet);
  expect((await contest("Another word.")).status).toBe(409);
});
