import { day, hour } from "@farthing/core";
import { openPerson, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAxeClean, shoot } from "./look.ts";
import { payFirst, readMe } from "./reader.ts";
import { openStageHere, type StageHere } from "./stageHere.ts";

let stage: StageHere;
let reader: Person;
/** The same human with another device, and no passkey on it. */
let phone: Person;
let codes: readonly string[] = [];

beforeAll(async () => {
  stage = await openStageHere({ hurried: true });
  reader = await openPerson({ storage: "allowed" });
  phone = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
});
afterAll(async () => {
  await phone.close();
  await reader.close();
  await stage.close();
});

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole("heading", { name }).waitFor();
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

/** Makes ten codes on the reader's page, which a passkey signed in, and reads them. */
async function makeCodes(): Promise<readonly string[]> {
  const { page } = reader;
  await page.goto(`${stage.wallet}/ways-in`);
  await button(page, "Make recovery codes").click();
  await page.getByText("Your new recovery codes").waitFor();
  return page.locator(".wl-code-list code").allInnerTexts();
}

test("codes are made with the passkey, shown once, and can be downloaded, printed and copied", async () => {
  const { page } = reader;
  await page.goto(`${stage.wallet}/settings`);
  await page.getByRole("link", { name: "See and change the ways in" }).click();
  await page.getByText("You have none. Make them now").waitFor();
  await shoot(page, "ways-in");
  await expectAxeClean(page);
  await button(page, "Make recovery codes").click();
  await page.getByText("Your new recovery codes").waitFor();
  codes = await page.locator(".wl-code-list code").allInnerTexts();
  expect(codes).toHaveLength(10);
  await shoot(page, "ways-in-codes");
  await expectAxeClean(page);
  const downloading = page.waitForEvent("download");
  await button(page, "Download").click();
  const file = await (await downloading).createReadStream();
  const kept = (await file.toArray()).join("");
  for (const code of codes) expect(kept).toContain(code);
  await button(page, "I have kept them").click();
  await page.getByText(/^10 codes are left/).waitFor();
  await page.reload();
  await page.getByText(/^10 codes are left/).waitFor();
  expect(await page.locator(".wl-code-list").count()).toBe(0);
});

test("a password field teaches: why it is weak, a better habit, and nothing about kinds of characters", async () => {
  const { page } = reader;
  const field = page.getByLabel("New password");
  await field.fill("password1234567");
  await page.getByText("It is close to a common password.").waitFor({ timeout: 20_000 });
  await page.getByText("Add a word or two that nobody would expect.").waitFor();
  expect(await button(page, "Keep this password").isDisabled()).toBe(true);
  await shoot(page, "ways-in-password-weak", field);
  await expectAxeClean(page);
  await field.fill("kettle marmot violin ninety");
  await page.getByText("Very hard to guess.").waitFor();
  await shoot(page, "ways-in-password", field);
  await expectAxeClean(page);
  await button(page, "Show").click();
  expect(await field.getAttribute("type")).toBe("text");
  await button(page, "Keep this password").click();
  await page.getByText(/^Kept\./).waitFor();
});

test("the password signs in elsewhere, and what changes a way in says that it takes a passkey", async () => {
  const name = await reader.page.getByLabel("You sign in as").inputValue();
  const { page } = phone;
  await page.goto(stage.wallet);
  await page.getByRole("link", { name: "Another way in" }).click();
  await heading(page, "With your password");
  await shoot(page, "another-way");
  await expectAxeClean(page);
  await page.getByLabel("Sign-in name").fill(name.toLowerCase());
  await page.getByLabel("Password", { exact: true }).fill("not this one");
  await button(page, "Sign in").click();
  await page.getByText("Sign-in name and password do not fit.").waitFor();
  await page.getByLabel("Password", { exact: true }).fill("kettle marmot violin ninety");
  await button(page, "Sign in").click();
  await heading(page, "Balance");
  await page.goto(`${stage.wallet}/ways-in`);
  await button(page, "Remove the password").click();
  await page.getByText("For this, sign in with your passkey. Nothing was changed.").waitFor();
  await button(page, "Sign out").click();
  await button(page, "Sign in with your passkey").waitFor();
});

/** Types a code on the phone and reads what it does. */
async function typeCode(code: string): Promise<void> {
  const { page } = phone;
  await page.goto(`${stage.wallet}/another-way`);
  await page.getByLabel("Recovery code", { exact: true }).fill(code.toLowerCase());
  await button(page, "Look what it does").click();
}

test("a recovery is told on the other browser's page, and cancelled there with the passkey", async () => {
  const { page } = phone;
  await typeCode(codes[0] ?? "");
  await page.getByText("This code is good.").waitFor();
  await shoot(page, "another-way-code", page.locator("#by-code"));
  await expectAxeClean(page);
  await button(page, "Begin the recovery").click();
  await page.getByText(/^Begun\. From .* on you can set a new passkey/).waitFor();
  await shoot(page, "another-way-waits", page.locator("#by-code"));
  await expectAxeClean(page);

  await reader.page.goto(stage.wallet);
  await reader.page.getByText(/^Somebody began a recovery with one of your codes/).waitFor();
  await shoot(reader.page, "wallet-recovery");
  await expectAxeClean(reader.page);
  await button(reader.page, "Cancel it with my passkey").click();
  await reader.page.locator("#recovery").waitFor({ state: "detached" });

  await button(page, "Look again").click();
  await page.getByText("This code or link does nothing, or nothing any more.").waitFor();
});

test("all passkeys lost: a code, the wait, a new passkey, and in; the old browser is out", async () => {
  const { page } = phone;
  const { name } = await readMe(stage, reader);
  await typeCode(codes[1] ?? "");
  await button(page, "Begin the recovery").click();
  await page.getByText(/^Begun\./).waitFor();
  stage.clock.pass(25 * hour);
  await typeCode(codes[1] ?? "");
  await page.getByText("The wait is over.").waitFor();
  await shoot(page, "another-way-ready", page.locator("#by-code"));
  await expectAxeClean(page);
  await button(page, "Make a new passkey").click();
  await heading(page, "Balance");
  expect((await readMe(stage, phone)).name).toBe(name);
  expect((await readMe(stage, phone)).limits.preset).toBe("careful");
  await reader.page.goto(stage.wallet);
  await button(reader.page, "Sign in with your passkey").click();
  await reader.page.getByText("The passkey could not be checked.").waitFor();

  // And with the new passkey, as ever.
  await button(page, "Sign out").click();
  await button(page, "Sign in with your passkey").click();
  await heading(page, "Balance");
});

test("by mail: an address that was allowed gets a link, whose button begins what waits a week", async () => {
  const { page } = phone;
  await page.goto(`${stage.wallet}/settings`);
  await page.getByLabel("Your e-mail address").fill("anna@example.org");
  await button(page, "Send a link to confirm it").click();
  await page.getByText("A mail is on its way to anna@example.org.").waitFor();
  await page.goto(`${stage.wallet}/outbox`);
  await page
    .getByRole("link", { name: /\/mail\/confirm/ })
    .first()
    .click();
  await button(page, "Yes, send them here").click();
  await heading(page, "Alerts come to you now.");
  await page.goto(`${stage.wallet}/ways-in`);
  await button(page, "Let it begin a recovery").click();
  await page.getByText("anna@example.org can begin a recovery.").waitFor();

  const lost = reader.page;
  await lost.goto(`${stage.wallet}/another-way`);
  await lost.getByLabel("Your e-mail address").fill("anna@example.org");
  await button(lost, "Send me a link").click();
  await lost.getByText(/^If a wallet lets anna@example.org begin/).waitFor();
  await lost.goto(`${stage.wallet}/outbox`);
  const link = await lost
    .getByRole("link", { name: /\/another-way#/ })
    .first()
    .getAttribute("href");
  await lost.goto(link ?? "");
  await lost.getByText("This link is good.").waitFor();
  await expectAxeClean(lost);
  await button(lost, "Begin the recovery").click();
  await lost.getByText(/^Begun\./).waitFor();
  stage.clock.pass(6 * day);
  await lost.reload();
  await lost.getByText(/^Begun\./).waitFor();
  stage.clock.pass(day + hour);
  await lost.reload();
  await button(lost, "Make a new passkey").click();
  await heading(lost, "Balance");
});

test("a wallet that was frozen meanwhile: the operator sees the recovery, and lets it go on", async () => {
  const lost = reader.page;
  // The recovery before said that all was lost, and ended the codes with the rest.
  await typeCode(codes[2] ?? "");
  await phone.page.getByText("This code or link does nothing, or nothing any more.").waitFor();
  codes = await makeCodes();
  await typeCode(codes[0] ?? "");
  await button(phone.page, "Begin the recovery").click();
  await phone.page.getByText(/^Begun\./).waitFor();
  await lost.goto(stage.wallet);
  await button(lost, "Freeze my wallet").click();
  await lost.getByText("Your wallet is frozen.").waitFor();
  await button(phone.page, "Look again").click();
  await phone.page.getByText(/^This recovery waits for the wallet’s operator/).waitFor();

  const desk = await phone.context.newPage();
  await desk.goto(`${stage.wallet}/operator`);
  await desk.getByLabel("The operator’s key").fill(stage.deps.keys.operatorKey);
  await button(desk, "Open").click();
  await heading(desk, "Recoveries that wait for you");
  await shoot(desk, "operator-recovery", desk.locator("#recoveries"));
  await expectAxeClean(desk);
  await button(desk, "Let it go on").click();
  await button(desk, "Yes, let it go on").click();
  await desk.locator("#recoveries").waitFor({ state: "detached" });
  await desk.close();
  await button(phone.page, "Look again").click();
  await phone.page.getByText(/^Begun\./).waitFor();
});
