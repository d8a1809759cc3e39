import { day } from "@farthing/core";
import { openPerson, type Person, readShop } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAxeClean, shoot } from "./look.ts";
import { payByClick, payFirst, readPayments } from "./reader.ts";
import { openStageHere, type StageHere } from "./stageHere.ts";

let stage: StageHere;
let reader: Person;
let operator: Person;
let page: Page;

beforeAll(async () => {
  stage = await openStageHere();
  reader = await openPerson({ storage: "allowed" });
  // Another browser: the operator is nobody's payer.
  operator = await openPerson({ storage: "allowed" });
  ({ page } = operator);
});
afterAll(async () => {
  await operator.close();
  await reader.close();
  await stage.close();
});

const heading = (name: string) => page.getByRole("heading", { name, exact: true });
const side = (name: string) => page.getByRole("region", { name, exact: true });

async function open(key = stage.deps.keys.operatorKey): Promise<void> {
  await page.getByLabel("The operator’s key").fill(key);
  await page.getByRole("button", { name: "Open" }).click();
}

/** Asks for the figures until `text` is there: they trail what happened by up to ten seconds. */
async function refreshUntil(text: string): Promise<void> {
  for (let round = 0; round < 30; round += 1) {
    await page.getByRole("button", { name: "Refresh" }).click();
    await page.getByText(/^The last \d+ days/).waitFor();
    if ((await page.getByText(text).count()) > 0) return;
    await page.waitForTimeout(500);
  }
  throw new Error(`never said ${text}: ${await page.locator("main").innerText()}`);
}

/** Reports a payment as the wallet's own page does. */
async function report(payment: string, reason: string): Promise<void> {
  const path = `${stage.wallet}/v1/wallet/payments/${payment}/reports`;
  const headers = { "sec-fetch-site": "same-origin", origin: stage.wallet };
  const answer = await reader.context.request.post(path, { headers, data: { reason } });
  if (!answer.ok()) throw new Error(`reporting answered ${answer.status()}`);
}

async function contest(payment: string, text: string): Promise<void> {
  const { apiKey } = readShop(stage.folder, stage.newsstand);
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const path = `${stage.wallet}/v1/reports/${payment}/evidence`;
  const body = JSON.stringify({ text });
  const answer = await fetch(path, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`evidence answered ${answer.status}`);
}

test("a wrong key is told so, with the command that tells the right one", async () => {
  await page.goto(`${stage.wallet}/operator`);
  await heading("For the operator").waitFor();
  await page.getByRole("button", { name: "Open" }).click();
  await page.getByText("Enter the key first.").waitFor();
  for (const wrong of ["no such key", "x".repeat(43)]) {
    await open(wrong);
    await page.getByText("This is not this server’s key.").waitFor();
  }
  expect(await page.getByLabel("The operator’s key").getAttribute("aria-invalid")).toBe("true");
  await shoot(page, "operator-key");
  await expectAxeClean(page);
});

test("before the first payment there is nothing to judge; a reload stays signed in, and the key can be forgotten", async () => {
  await open();
  await heading("No payments yet").waitFor();
  await shoot(page, "operator-empty");
  await expectAxeClean(page);
  await page.reload();
  await heading("No payments yet").waitFor();
  await page.getByRole("button", { name: "Forget the key" }).click();
  await heading("For the operator").waitFor();
  await page.reload();
  await heading("For the operator").waitFor();
  await open();
  await heading("No payments yet").waitFor();
});

test("few payments are counted and not judged; a report is seen on both sides", async () => {
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  await payByClick(stage, reader, "a-penny-to-anywhere");
  await payByClick(stage, reader, "the-loaf-that-shrank");
  const [newest] = await readPayments(stage, reader, 3);
  // From here on nobody clicks: a browser keeps its own time.
  stage.clock.pass(2 * day);
  await report(newest?.id ?? "", "not-me");
  await refreshUntil("1 report: too few to judge.");
  await refreshUntil("1 question at 3 payments");
  await side("Friction").getByText("3 payments: too few to judge").waitFor();
  await side("Friction").getByText("2 of 3").waitFor();
  await side("Loss").getByText("3 payments: too few to judge").waitFor();
  await side("Loss")
    .getByText(/^\$0\.\d+ of \$0\.\d+ reported as not theirs$/)
    .waitFor();
  await page.getByText(/It came about 2 days after the payment/).waitFor();
  await page.getByText("Wallets with a second passkey: 0 of 1.").waitFor();
  // Today and yesterday, and those before the first payment.
  await page.getByRole("rowheader", { name: "2 days without payments" }).waitFor();
  await page.getByRole("rowheader", { name: "27 days without payments" }).waitFor();
  await page.getByRole("rowheader", { name: "The Newsstand" }).waitFor();
  await page.getByRole("button", { name: "7 days" }).click();
  await page.getByText("The last 7 days (UTC), today with it.").waitFor();
  await page.getByRole("rowheader", { name: "4 days without payments" }).waitFor();
});

test("a contested report is decided with a reason, and leaves the list", async () => {
  const payments = await readPayments(stage, reader, 3);
  const oldest = payments.at(-1)?.id ?? "";
  await report(oldest, "not-as-described");
  await contest(
    oldest,
    "It is the whole article: 1,400 words, and the reader scrolled to its end.",
  );
  await refreshUntil("It is the whole article");
  const card = page.getByRole("article");
  await card.getByText("The payer reported it.").waitFor();
  await shoot(page, "operator");
  await card.scrollIntoViewIfNeeded();
  await shoot(page, "operator-report");
  await heading("By day").scrollIntoViewIfNeeded();
  await shoot(page, "operator-tables");
  await expectAxeClean(page);

  await card.getByRole("button", { name: "The payment stands" }).click();
  await card.getByText("Write why first: both sides are owed a reason.").waitFor();
  await card.getByLabel("Why").fill("The log shows that all of it was delivered.");
  await card.getByRole("button", { name: "Give it back" }).click();
  await card
    .getByText(/goes back to the payer, from The Newsstand\. This cannot be undone\./)
    .waitFor();
  await card.getByRole("button", { name: "Not yet" }).click();
  await card.getByRole("button", { name: "The payment stands" }).click();
  await card.getByText(/^The Newsstand keeps \$0\.\d+, and the report is closed/).waitFor();
  await shoot(page, "operator-confirm");
  await expectAxeClean(page);
  await card.getByRole("button", { name: "Yes, it stands" }).click();
  await page.getByText("No report waits for a decision.").waitFor();
  await page.getByText(/: the payment stands\.$/).waitFor();
  expect(await card.count()).toBe(0);
  const wallet = await reader.context.newPage();
  await wallet.goto(`${stage.wallet}/payments/${oldest}`);
  await wallet.getByText("The log shows that all of it was delivered.").waitFor();
  await wallet.close();
});

test("offline it says so beside the figures from before, and goes on by itself", async () => {
  await operator.context.setOffline(true);
  await page.getByRole("button", { name: "90 days" }).click();
  await heading("The server cannot be reached").waitFor();
  await page.getByText("Below are the figures from before.").waitFor();
  await page.getByText("The last 7 days (UTC), today with it.").waitFor();
  await shoot(page, "operator-offline");
  await expectAxeClean(page);
  await operator.context.setOffline(false);
  await page.getByText("The last 90 days (UTC), today with it.").waitFor();
  expect(await heading("The server cannot be reached").count()).toBe(0);
});
