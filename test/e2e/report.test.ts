import { openPerson, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "./books.ts";
import { expectAxeClean, shoot } from "./look.ts";
import { frameAt, payByClick, payFirst, readPayments } from "./reader.ts";
import { buttonOf, frameOf, openArticle, openStage, type Stage } from "./stage.ts";

let stage: Stage;
let reader: Person;
let wallet: Page;

beforeAll(async () => {
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  await payByClick(stage, reader, "a-penny-to-anywhere");
  wallet = await reader.context.newPage();
});
afterAll(async () => {
  await reader.close();
  await stage.close();
});

/** Labels of fraud that the server has counted. */
async function fraudLabels(): Promise<number> {
  const text = await (await fetch(`${stage.wallet}/metrics`)).text();
  return Number(/^farthing_labels_total\{label="fraud"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

test("`I didn't do this`: two presses stop the site, bring the money back and label the payment within a second; then the wallet is frozen", async () => {
  const [payment] = await readPayments(stage, reader, 2);
  const before = readBooks(stage);
  // In the other tab a click is ready before anything is stopped.
  await openArticle(stage, reader, "the-loaf-that-shrank");
  await frameAt(reader, "ready");
  await wallet.goto(`${stage.wallet}/payments/${payment?.id}`);
  const mine = wallet.getByRole("radio", { name: "I didn’t do this" });
  await mine.check();
  await wallet
    .getByText("This stops The Newsstand from charging you, and the browser that paid there.")
    .waitFor();
  const pressedAt = performance.now();
  await wallet.getByRole("button", { name: "Report it" }).click();
  await wallet.getByText("The money came back to you.").waitFor();
  expect(await fraudLabels()).toBe(1);
  expect(performance.now() - pressedAt).toBeLessThan(1_000);
  expect(readBooks(stage).payers - before.payers).toBe(50_000n);
  await wallet.getByText("The Newsstand was stopped").waitFor();
  await wallet.getByText(/^You reported this after \d+ seconds?\./).waitFor();
  await shoot(wallet, "wallet-report-not-me");
  await expectAxeClean(wallet);

  await reader.press(buttonOf(reader, /^Read for/));
  await frameOf(reader.page)
    .getByText(/Nothing was charged/)
    .waitFor();
  expect(readBooks(stage).payers - before.payers).toBe(50_000n);

  // The session that reported goes on: home shows the site as stopped, and the wallet can be frozen too.
  await wallet.goto(stage.wallet);
  await wallet
    .getByText(/Taken back/)
    .first()
    .waitFor();
  await wallet.getByRole("button", { name: "Freeze my wallet" }).click();
  await wallet.locator("#frozen").waitFor();
});
