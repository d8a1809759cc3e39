import { day } from "@farthing/core";
import { openPerson, type Person, readShop } from "@farthing/lab";
import type { Balance, BalanceSums } from "@farthing/protocol";
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
  const looked = side("How wallets are looked after");
  await looked.getByText("with a second passkey").waitFor();
  expect(await looked.getByText("0 (0%)", { exact: true }).count()).toBe(7);
  await looked.getByText("1 (100%)", { exact: true }).waitFor();
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

/** Figures of a busy server, which no test has the time to pay for. */
function busyBalance(now: number): Balance {
  const money = (amount: number) => ({ amount: String(amount), asset: "PLAY/6" as const });
  const sums = (payments: number, reported: number): BalanceSums => ({
    payments,
    unasked: Math.floor(payments * 0.91),
    amount: money(payments * 70_000),
    gestures: Math.floor(payments * 1.09),
    asked: Math.floor(payments * 0.12),
    answered: Math.floor(payments * 0.09),
    cancelled: Math.floor(payments * 0.01),
    failed: Math.floor(payments * 0.002),
    abandoned: Math.floor(payments * 0.017),
    notEnough: Math.floor(payments * 0.08),
    paidAfterAll: Math.floor(payments * 0.06),
    declined: Math.floor(payments / 80),
    undone: money(payments * 900),
    refunded: money(reported * 2),
    fraudRefunded: money(reported),
    fraudReported: money(reported),
    reported: Math.floor(reported / 70_000),
    tabLost: money(reported),
    tabBorne: money(reported),
    seconds: { count: payments, p50: 0.233, p95: 7.4 },
    madeWhole: money(reported),
  });
  const today = Math.floor(now / day) * day;
  const tier = (upTo: number | null, payments: number) => ({
    ...sums(payments, 0),
    upTo: upTo === null ? null : money(upTo),
  });
  return {
    since: today - 29 * day,
    all: sums(41_250, 1_250_000),
    days: Array.from({ length: 30 }, (_, at) => ({
      ...sums(at % 7 === 3 ? 0 : 1_650, at % 3 === 0 ? 130_000 : 0),
      day: today - at * day,
    })),
    merchants: [
      { ...sums(41_150, 1_250_000), merchant: "a", name: "The Newsstand", blocked: false },
      {
        ...sums(100, 0),
        merchant: "b",
        name: "A shop with a name of many words and a long tail",
        blocked: true,
      },
    ],
    tiers: [tier(50_000, 30_000), tier(1_000_000, 11_200), tier(null, 50)],
    brake: {
      state: "dear-clicks",
      basisPoints: 9.4,
      line: 13,
      clicksAbove: money(1_000_000),
      volumeMin: money(20_000_000_000),
      letGoAt: today + 12 * day,
      changes: [{ at: today - 40 * day, state: "dear-clicks", basisPoints: 14.02 }],
    },
    reports: {
      count: 48,
      delayP50: 5_400,
      delayP90: 250_000,
      within: [
        { seconds: 600, count: 9 },
        { seconds: 3_600, count: 12 },
        { seconds: 21_600, count: 8 },
        { seconds: 86_400, count: 10 },
        { seconds: 604_800, count: 7 },
        { seconds: null, count: 2 },
      ],
    },
    wallets: {
      count: 1_204,
      withSecondPasskey: 310,
      withCodes: 410,
      withAlerts: 655,
      withPassword: 92,
      withTotp: 31,
      presets: { careful: 120, balanced: 1_001, convenient: 83 },
      scores: [
        { from: 0, to: 24, count: 402 },
        { from: 25, to: 49, count: 151 },
        { from: 50, to: 74, count: 268 },
        { from: 75, to: 99, count: 190 },
        { from: 100, to: 100, count: 77 },
      ],
    },
  };
}

test("many payments become rates, in German; a server that fails can be asked again", async () => {
  const german = await openPerson({ storage: "allowed", locale: "de-DE" });
  const there = german.page;
  let isBroken = true;
  await there.route("**/v1/operator/balance?*", (route) =>
    isBroken
      ? route.fulfill({ status: 502, body: "Bad Gateway" })
      : route.fulfill({ json: busyBalance(stage.clock.now()) }),
  );
  await there.goto(`${stage.wallet}/operator`);
  await there.getByLabel("Schlüssel des Betreibers").fill(stage.deps.keys.operatorKey);
  await there.getByRole("button", { name: "Öffnen" }).click();
  await there.getByRole("heading", { name: "Die Zahlen konnten nicht geladen werden" }).waitFor();
  await shoot(there, "operator-failed-de");
  await expectAxeClean(there);
  isBroken = false;
  await there.getByRole("button", { name: "Noch einmal versuchen" }).click();
  const friction = there.getByRole("region", { name: "Reibung", exact: true });
  await friction.getByText("12,0", { exact: true }).waitFor();
  await friction.getByText("4.950 Fragen bei 41.250 Zahlungen").waitFor();
  const loss = there.getByRole("region", { name: "Verlust", exact: true });
  await loss.getByText("4,33", { exact: true }).waitFor();
  await friction
    .getByText(/^Vor 9\s% der Zahlungen stand eine Frage \(bei 95\s%: 8,7\s% – 9,3\s%\)/)
    .waitFor();
  await friction.getByText("davon auf der Seite abgebrochen").waitFor();
  await friction.getByText("3.300, nach 2.475 davon wurde gezahlt").waitFor();
  await loss.getByText(/^Der Zahl nach 17, das sind 0,041\s% der Zahlungen/).waitFor();
  await loss
    .getByText(/^Etwa \d+(,\d)?\s% der Meldungen zu diesen Zahlungen dürften da sein/)
    .waitFor();
  await there.getByText(/^Von 48 Meldungen kam die Hälfte binnen etwa 1 Stunde/).waitFor();
  await shoot(there, "operator-busy-de");
  await there.getByRole("table", { name: "Meldungen nach Verzögerung" }).scrollIntoViewIfNeeded();
  await there.getByText("655 (54,4 %)").waitFor();
  await shoot(there, "operator-adoption-de");
  await loss.getByText("Nie gezahlte Rechnungen von Gästen").waitFor();
  for (const name of ["Offene Rechnungen", "Davon von Ihnen", "Erstattet von Ihnen"]) {
    expect(await there.getByRole("columnheader", { name }).count()).toBe(3);
  }
  await there.getByRole("heading", { name: "Nach Preis" }).scrollIntoViewIfNeeded();
  await shoot(there, "operator-busy-tables-de");
  await expectAxeClean(there);
  await german.close();
});
