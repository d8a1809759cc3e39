import { instant, second } from "@farthing/core";
import { softTotp } from "@farthing/identity/testing/totp";
import { openPerson, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAxeClean, shoot } from "./look.ts";
import { payFirst } from "./reader.ts";
import { openStageHere, type StageHere } from "./stageHere.ts";

let stage: StageHere;
let reader: Person;
/** The same human with another device, and no passkey on it. */
let phone: Person;
/** What the authenticator app keeps. */
let key = "";
let name = "";

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

const button = (page: Page, label: string | RegExp) => page.getByRole("button", { name: label });
const codeNow = () => softTotp(key, instant(stage.clock.now()));
const short = "kettle-marm";

test("a short password is not taken alone", async () => {
  const { page } = reader;
  await page.goto(`${stage.wallet}/ways-in`);
  const field = page.getByLabel("New password");
  await field.fill(short);
  await page.getByText("It needs at least 15 characters.").waitFor({ timeout: 20_000 });
  await field.fill("");
});

test("without a password the page says that no app is needed, and where to begin if one is wanted", async () => {
  const { page } = reader;
  await page.getByText(/^You need none now: you have no password/).waitFor();
  await page.getByText(/Set up the app first, and then a password of 8 characters/).waitFor();
  await shoot(page, "ways-in-totp-none", page.locator("#totp"));
  await expectAxeClean(page);
});

test("an app is set up by the passkey, a QR code or the text key, and one code", async () => {
  const { page } = reader;
  await button(page, "Set up an app").click();
  await page.getByText("Scan this with your authenticator app").waitFor();
  const uri = new URL(
    (await page.getByRole("link", { name: /The app is on this/ }).getAttribute("href")) ?? "",
  );
  key = (await page.locator(".wl-key-text").innerText()).replaceAll(" ", "");
  expect(uri.searchParams.get("secret")).toBe(key);
  await page.locator(".wl-qr path").waitFor({ state: "attached" });
  expect(await readQr(page)).toBe(uri.href);
  await shoot(page, "ways-in-totp", page.locator(".wl-qr"));
  await expectAxeClean(page);
  const code = page.getByLabel("Six digits that it shows now");
  await code.fill(codeNow() === "000000" ? "000001" : "000000");
  await button(page, "Turn it on").click();
  await page.getByText("This code does not fit, or it was used before.").waitFor();
  await code.fill(codeNow());
  await button(page, "Turn it on").click();
  await page.getByText(/^Set up on .* Nothing asks for its digits yet: set a password/).waitFor();
});

test("then 8 characters are enough, and the field says so", async () => {
  const { page } = reader;
  await page.getByText("At least 8 characters, because codes").waitFor();
  await page.getByLabel("New password").fill(short);
  await page.getByText(/hard to guess\.$/i).waitFor();
  await button(page, "Keep this password").click();
  await page.getByText(/^Kept\./).waitFor();
  await page.getByText(/Your password asks for its digits\.$/).waitFor();
  name = await page.getByLabel("You sign in as").inputValue();
  await shoot(page, "ways-in-totp-set", page.locator("#totp"));
  await expectAxeClean(page);
});

test("elsewhere the password asks for the code, with the focus in its field; a code works once", async () => {
  const { page } = phone;
  stage.clock.pass(30 * second);
  await page.goto(`${stage.wallet}/another-way`);
  await page.getByLabel("Sign-in name").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(short);
  await button(page, "Sign in").click();
  await page.getByText("This wallet also asks for the six digits").waitFor();
  const code = page.getByLabel("Code from your authenticator app");
  expect(await code.evaluate((field) => field === document.activeElement)).toBe(true);
  await shoot(page, "another-way-totp", code);
  await expectAxeClean(page);
  const used = codeNow();
  await code.fill(`${used.slice(0, 3)} ${used.slice(3)}`);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Balance" }).waitFor();
  await button(page, "Sign out").click();

  await page.goto(`${stage.wallet}/another-way`);
  await page.getByLabel("Sign-in name").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(short);
  await button(page, "Sign in").click();
  await code.fill(used);
  await button(page, "Sign in").click();
  await page.getByText("This code does not fit, or it was used before.").waitFor();
});

test("removing the app says that the short password goes with it, and takes both", async () => {
  const { page } = reader;
  await button(page, "Remove the app").click();
  await page.getByText(/^Your password has fewer than 15 characters/).waitFor();
  await shoot(page, "ways-in-totp-remove", page.getByText("Sign in without its codes?"));
  await expectAxeClean(page);
  await button(page, "Remove app and password").click();
  await page.getByText(/^You need none now: you have no password/).waitFor();
  await page.reload();
  await page.getByText("You have none, and need none where your passkey works.").waitFor();
});

/** What a scanner reads from the code on the page. */
async function readQr(page: Page): Promise<string> {
  const { default: decodeQR } = await import("qr/decode.js");
  const { path, size } = await page.locator(".wl-qr").evaluate((svg) => ({
    path: svg.querySelector("path")?.getAttribute("d") ?? "",
    size: Number(svg.getAttribute("viewBox")?.split(" ")[2]),
  }));
  const dark = new Set(path.match(/\d+ \d+(?=h)/g));
  const scale = 4;
  const side = size * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const at = 4 * (y * side + x);
      const isDark = dark.has(`${Math.floor(x / scale)} ${Math.floor(y / scale)}`);
      if (isDark) data.fill(0, at, at + 3);
    }
  }
  return decodeQR({ width: side, height: side, data });
}
