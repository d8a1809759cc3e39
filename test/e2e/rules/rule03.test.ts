import { openPerson, type Person } from "@farthing/lab";
import type { FrameLocator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { isAt } from "../isAt.ts";
import { type Kiosk, openKiosk } from "../openKiosk.ts";
import { allow, approveOn } from "../reader.ts";
import { pressIn } from "../pressIn.ts";

/** Ten articles as a reader may meet them: two are above the line of 5 cents. */
const cents = [1, 2, 3, 5, 25, 10, 1, 5, 2, 3];

let kiosk: Kiosk;
let reader: Person;

beforeAll(async () => {
  kiosk = await openKiosk(cents);
  reader = await openPerson({ storage: "allowed" });
  await reader.page.goto(kiosk.origin);
});
afterAll(async () => {
  await reader.close();
  await kiosk.close();
});

function frame(at: number): FrameLocator {
  return reader.page.locator("farthing-button iframe").nth(at).contentFrame();
}

async function payByClick(at: number): Promise<void> {
  await isAt(frame(at), "ready");
  await pressIn(reader, frame(at), /^Read for/);
  await isAt(frame(at), "paid");
}

async function pressForWallet(at: number, name: RegExp) {
  const opening = reader.context.waitForEvent("page");
  await pressIn(reader, frame(at), name);
  return opening;
}

test("rule 3: of a fresh wallet's first ten articles at 1 to 25 cents one meets a prompt after the first approval: there the line is raised", async () => {
  const before = readBooks(kiosk.stage);
  await isAt(frame(0), "needs-wallet");
  await approveOn(await pressForWallet(0, /^Read for/), reader, allow);
  await isAt(frame(0), "paid");
  for (const at of [1, 2, 3]) await payByClick(at);
  expect(reader.popups()).toBe(1);

  await isAt(frame(4), "over-line");
  await frame(4).getByText("$0.25 is above your $0.05 line here.").waitFor();
  expect(await frame(4).getByRole("button").allInnerTexts()).toEqual(
    expect.arrayContaining(["Pay this once", "Raise the line"]),
  );
  const wallet = await pressForWallet(4, /^Raise the line/);
  expect(new URL(wallet.url()).hash).toBe("#raise");
  await wallet.getByLabel("Each click, at most").fill("0.25");
  await wallet.getByRole("button", { name: "Use these limits" }).click();
  await approveOn(wallet, reader, allow);
  await isAt(frame(4), "paid");

  // The button that stood above the old line does not know yet; asked again it only pays.
  await reader.page.reload();
  for (const at of [5, 6, 7, 8, 9]) await payByClick(at);
  expect(reader.popups()).toBe(2);
  const total = BigInt(cents.reduce((sum, each) => sum + each)) * 10_000n;
  expect(before.payers - readBooks(kiosk.stage).payers).toBe(total - 10_000_000n);
});
