import { hour, minute } from "@farthing/core";
import { openPerson, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { readBooks } from "./books.ts";
import { expectAxeClean, shoot } from "./look.ts";
import { allow, articleText, askWallet, frameAt, readMe, readPayments } from "./reader.ts";
import { buttonOf, frameOf, openArticle } from "./stage.ts";
import { openStageHere, type StageHere } from "./stageHere.ts";

let stage: StageHere;
let reader: Person;

beforeAll(async () => {
  stage = await openStageHere();
  holdFirstPayments(stage);
});
afterAll(() => stage.close());
beforeEach(async () => {
  reader = await openPerson({ storage: "allowed" });
});
afterEach(() => reader.close());

/** The operator's policy from now on: the first payment at a site is held for an hour, whatever it costs. */
function holdFirstPayments({ deps, clock }: StageHere): void {
  const policy = deps.policies.current(clock.now());
  deps.policies.add({
    ...policy,
    version: "holds",
    rows: policy.rows.map((row) => {
      const { low, raised, high } = row.gestures;
      const held = {
        low: { ...low, first: "H1" },
        raised: { ...raised, first: "H1" },
        high,
      } as const;
      return { ...row, gestures: held };
    }),
  });
}

const sentence = "Held for 1 hour. You can cancel until then. Nothing is final before.";

/** Reads the sentence and agrees; answers with the wallet's page, which says until when it is held. */
async function agreeTo(slug: string): Promise<Page> {
  const wallet = await askWallet(stage, reader, slug);
  await wallet.getByText(sentence).waitFor();
  await shoot(wallet, "pay-hold");
  await expectAxeClean(wallet);
  await reader.press(wallet.getByRole("button", { name: allow }));
  const heading = wallet.getByRole("heading", { name: "$0.05 is held for The Newsstand" });
  await heading.waitFor().catch(async () => {
    throw new Error(`not held: ${await wallet.locator("main").innerText()}`);
  });
  return wallet;
}

/** The wallet in a second tab. */
async function openWallet(path = "/"): Promise<Page> {
  const page = await reader.context.newPage();
  await page.goto(`${stage.wallet}${path}`);
  return page;
}

test("held: read before agreeing, told in a second tab and in the frame; cancelled there, nothing is paid", async () => {
  const before = readBooks(stage);
  const wallet = await agreeTo("a-penny-to-anywhere");
  await shoot(wallet, "pay-held");
  await expectAxeClean(wallet);
  await frameAt(reader, "stopped");
  await frameOf(reader.page)
    .getByText("Held: nothing is paid yet. Your wallet says until when, and can cancel it.")
    .waitFor();
  expect(await articleText(reader).count()).toBe(0);

  const other = await openWallet();
  await other.getByText(/^\$0\.05 to The Newsstand is held until /).waitFor();
  await other.getByText("$0.05 more is held for payments that are not made yet.").waitFor();
  await shoot(other, "wallet-held");
  await expectAxeClean(other);
  expect(readBooks(stage).merchants).toBe(before.merchants);

  await other.getByRole("button", { name: "Cancel the payment" }).first().click();
  await other.getByText(/is held until/).waitFor({ state: "detached" });
  const [payment] = await readPayments(stage, reader, 1);
  expect(payment).toMatchObject({ status: "released", released: "cancelled" });
  expect((await readMe(stage, reader)).held.amount).toBe("0");
  await other.goto(`${stage.wallet}/payments/${payment?.id}`);
  await other.getByText("Not paid. It was cancelled.").waitFor();
  await shoot(other, "wallet-hold-released");
  await expectAxeClean(other);
  // The wallet's page was left open: pressing its button says what is true.
  await wallet.bringToFront();
  await wallet.getByRole("button", { name: "Cancel the payment" }).click();
  await wallet.getByText("The payment was let go of.").waitFor();
  expect(readBooks(stage).merchants).toBe(before.merchants);
});

test("not cancelled: paid when the hour is over, and the article opens without paying again", async () => {
  const before = readBooks(stage);
  await agreeTo("a-penny-to-anywhere");
  stage.clock.pass(hour + minute);
  const [payment] = await readPayments(stage, reader, 1);
  const wallet = await openWallet(`/payments/${payment?.id}`);
  await wallet.getByText("Paid", { exact: true }).waitFor({ timeout: 20_000 });
  await shoot(wallet, "wallet-hold-paid");
  await wallet.getByText(/is held until/).waitFor({ state: "detached" });
  const paid = readBooks(stage).merchants - before.merchants;
  expect(paid).toBeGreaterThan(0n);

  await reader.page.bringToFront();
  await reader.context.clock.setSystemTime(stage.clock.now());
  await openArticle(stage, reader, "a-penny-to-anywhere");
  await frameAt(reader, "owned");
  await reader.press(buttonOf(reader, /^Open/));
  await articleText(reader).waitFor();
  expect(readBooks(stage).merchants - before.merchants).toBe(paid);
});
