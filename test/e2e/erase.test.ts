import { readFileSync } from "node:fs";
import { openPerson, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAxeClean, shoot } from "./look.ts";
import {
  approveOn,
  articleText,
  frameAt,
  payByClick,
  payFirst,
  readMe,
  readPayments,
  walletFrame,
} from "./reader.ts";
import { buttonOf, frameOf, openArticle, pressAndGetWallet } from "./stage.ts";
import { openStageHere, type StageHere } from "./stageHere.ts";

let stage: StageHere;
let reader: Person;
let wallet: Page;

beforeAll(async () => {
  stage = await openStageHere({ hurried: true });
  reader = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  await payByClick(stage, reader, "a-penny-to-anywhere");
  wallet = await reader.context.newPage();
});
afterAll(async () => {
  await reader.close();
  await stage.close();
});

const press = (name: string | RegExp) => wallet.getByRole("button", { name }).click();
const says = (text: string | RegExp) => wallet.getByText(text).first().waitFor();

test("everything is downloaded with the passkey, and the page says how much came", async () => {
  await wallet.goto(`${stage.wallet}/settings`);
  await wallet.getByRole("link", { name: "Download everything, or erase this wallet" }).click();
  await wallet.getByRole("heading", { name: "What stays, and why" }).waitFor();
  await says("There is money in this wallet. Spend it, or give it up below.");
  await shoot(wallet, "leave");
  await expectAxeClean(wallet);
  const downloading = wallet.waitForEvent("download");
  await press("Download everything");
  const archive = readFileSync(await (await downloading).path()).toString("latin1");
  await says(/^Downloaded: \d+\.\d MB\.$/);
  // The archive's own list, at its end, names what it holds.
  expect(archive.startsWith("PK")).toBe(true);
  for (const name of ["wallet.json", "payments.ndjson", "statement.csv", "export.json"]) {
    expect(archive.lastIndexOf(name)).toBeGreaterThan(archive.indexOf(name));
  }
  expect(archive.match(/receipts\/pay_\w+\.tlog-proof/g)).toHaveLength(6);
});

test("a passkey that is turned down does nothing, and says so", async () => {
  await wallet.evaluate(() => {
    navigator.credentials.get = () =>
      Promise.reject(new DOMException("cancelled", "NotAllowedError"));
  });
  await press("Download everything");
  await says("Nothing was done: the passkey was not used. Try again.");
  await wallet.reload();
});

test("asked for, it waits: every page says until when, and one press keeps the wallet", async () => {
  await wallet.getByRole("checkbox", { name: /^Give up/ }).check();
  await press(/^Erase this wallet/);
  await says("Erase this wallet for good?");
  await shoot(wallet, "leave-question", wallet.getByRole("group"));
  await expectAxeClean(wallet);
  await press("Yes, erase it");
  await wallet.locator("#erasure").waitFor();
  // The question is gone: the next key goes on where it stood.
  await wallet.locator("#erase:focus").waitFor();
  await shoot(wallet, "leave-waits");
  await expectAxeClean(wallet);
  await wallet.goto(stage.wallet);
  await says(/^This wallet is erased on/);
  expect((await readMe(stage, reader)).erasure).not.toBe(null);
  const german = await openPerson({ storage: "allowed", locale: "de-DE", passkeysOf: reader });
  await german.page.goto(`${stage.wallet}/leave`);
  await german.page.getByRole("button", { name: "Mit Ihrem Passkey anmelden" }).click();
  await german.page
    .getByText(/^Diese Wallet wird am .* gelöscht\.$/)
    .first()
    .waitFor();
  await german.page.getByRole("heading", { name: "Was bleibt, und warum" }).waitFor();
  await shoot(german.page, "leave-german");
  await expectAxeClean(german.page);
  await german.close();
  // Until then it is a wallet.
  await payByClick(stage, reader, "the-loaf-that-shrank");
  await press("Keep my wallet");
  await wallet.locator("#erasure").waitFor({ state: "detached" });
  expect((await readMe(stage, reader)).erasure).toBe(null);
});

test("erased, the wallet is gone: signed out everywhere, and a button that was ready says so and opens a new one", async () => {
  // Nor is an undo waited for: the reader paid a moment ago.
  Object.assign(stage.deps.config, { eraseWaitMs: 0, undoMs: 0 });
  await openArticle(stage, reader, "a-metre-short");
  await frameAt(reader, "ready");
  await wallet.goto(`${stage.wallet}/leave`);
  await wallet.getByRole("checkbox", { name: /^Give up/ }).check();
  await press(/^Erase this wallet/);
  await says(/^It is erased at once\./);
  await press("Yes, erase it");
  await says("Your wallet is erased.");
  await wallet.getByRole("button", { name: "Sign in with your passkey" }).waitFor();
  await shoot(wallet, "leave-gone");
  await expectAxeClean(wallet);
  await wallet.reload();
  await press("Sign in with your passkey");
  await says("The passkey could not be checked.");
  await reader.page.bringToFront();
  await reader.press(buttonOf(reader, /^Read for/));
  const gone = "Nothing was charged. This wallet was erased: press to open a new one.";
  await frameAt(reader, "needs-wallet");
  await frameOf(reader.page).getByText(gone).waitFor();
  await shoot(reader.page, "leave-button", reader.page.locator("farthing-button"));
  await expectAxeClean(reader.page, await walletFrame(reader));
  await reader.page.reload();
  await frameAt(reader, "needs-wallet");
  await frameOf(reader.page).getByText(gone).waitFor();
  // The next press opens a wallet that has nothing of the old one, its key included.
  const fresh = await pressAndGetWallet(reader, /^Read for/);
  await approveOn(fresh, reader);
  await articleText(reader).waitFor();
  expect(await readPayments(stage, reader, 1)).toHaveLength(1);
  await openArticle(stage, reader, "what-a-page-cost");
  await frameAt(reader, "over-line");
});
