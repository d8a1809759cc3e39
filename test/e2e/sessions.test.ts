import { openPerson, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAxeClean, shoot } from "./look.ts";
import { payFirst } from "./reader.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
let reader: Person;
let elsewhere: Person;
let settings: Page;

beforeAll(async () => {
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  elsewhere = await openPerson({ storage: "allowed", passkeysOf: reader });
});
afterAll(async () => {
  await elsewhere.close();
  await reader.close();
  await stage.close();
});

const card = () => settings.getByRole("region", { name: "Where you are signed in" });

async function signInElsewhere(): Promise<void> {
  await elsewhere.page.goto(stage.wallet);
  await elsewhere.press(elsewhere.page.getByRole("button", { name: "Sign in with your passkey" }));
  await elsewhere.page.getByRole("heading", { name: "Something wrong?" }).waitFor();
}

/** The other browser's next look at the wallet shows nothing of it. */
async function expectSignedOut(): Promise<void> {
  await elsewhere.page.reload();
  await elsewhere.page.getByRole("button", { name: "Sign in with your passkey" }).waitFor();
}

test("a browser that is signed in elsewhere is seen in the settings, and signed out from there", async () => {
  settings = await reader.context.newPage();
  await settings.goto(`${stage.wallet}/settings`);
  await card().getByText("You are signed in nowhere else.").waitFor();

  await signInElsewhere();
  await settings.reload();
  await card().getByText("This browser · Chrome, Linux").waitFor();
  const end = card().getByRole("button", { name: /^Sign out: Chrome, Linux/ });
  await end.waitFor();
  await shoot(settings, "wallet-sessions", card());
  await expectAxeClean(settings);

  await reader.press(end);
  await card().getByText("Signed out.").waitFor();
  expect(await end.count()).toBe(0);
  expect(await settings.evaluate(() => document.activeElement?.id)).toBe("sessions");
  await expectSignedOut();
});

test("signed out everywhere else, after it was asked and with the keyboard alone, only this browser stays", async () => {
  await signInElsewhere();
  await settings.reload();
  const all = card().getByRole("button", { name: /^Sign out everywhere else/ });
  await all.focus();
  await settings.keyboard.press("Enter");
  await card().getByText("Sign every other browser out?").waitFor();
  await settings.keyboard.press("Tab");
  await settings.keyboard.press("Enter");
  await card().getByText("You are signed in nowhere else.").waitFor();
  await expectSignedOut();
});
