import { openPerson, type Person } from "@farthing/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { allow, approveOn, frameAt } from "../reader.ts";
import { type Kiosk, openKiosk } from "../openKiosk.ts";
import { buttonOf, frameOf, pressAndGetWallet } from "../stage.ts";

/** Thirteen ways to hide the price, and what each gained: attacks/clickjacking.test.ts. */
let kiosk: Kiosk;
let reader: Person;

beforeAll(async () => {
  kiosk = await openKiosk([2], "use");
  reader = await openPerson({ storage: "allowed" });
  await reader.page.goto(kiosk.origin);
  await frameAt(reader, "needs-wallet");
  await approveOn(await pressAndGetWallet(reader, /^Pay/), reader, allow);
  await frameAt(reader, "paid");
  await kiosk.renew();
});
afterAll(async () => {
  await reader.close();
  await kiosk.close();
});

/** Something lies over the whole page, or goes away; clicks fall through it. */
async function cover(isThere: boolean): Promise<void> {
  await reader.page.evaluate((there) => {
    const sheet = document.querySelector("#cover") ?? document.createElement("div");
    sheet.id = "cover";
    sheet.setAttribute("style", "position:fixed;inset:0;background:white;pointer-events:none");
    if (there) document.body.append(sheet);
    else sheet.remove();
  }, isThere);
}

test("rule 16: covered, the button says so and opens the wallet, where it is paid; uncovered, it pays again", async () => {
  const { page } = reader;
  await page.reload();
  await frameAt(reader, "ready");
  await cover(true);
  await frameOf(page).getByText("Something on this page covers this button.").waitFor();
  const before = readBooks(kiosk.stage);
  const wallet = await pressAndGetWallet(reader, /^Open the wallet to pay \$0\.02$/);
  await wallet.getByRole("heading", { name: "Pay $0.02 to The Kiosk" }).waitFor();
  await approveOn(wallet, reader, allow);
  await frameAt(reader, "paid");
  expect(before.payers - readBooks(kiosk.stage).payers).toBe(20_000n);

  await kiosk.renew();
  await page.reload();
  await frameAt(reader, "ready");
  await cover(true);
  await buttonOf(reader, /^Open the wallet/).waitFor();
  await cover(false);
  await reader.press(buttonOf(reader, /^Pay \$0\.02$/));
  await frameAt(reader, "paid");
  expect(before.payers - readBooks(kiosk.stage).payers).toBe(40_000n);
});

test("rule 16: a mouse rests for a quarter of a second on the button before its click counts", async () => {
  const { page } = reader;
  await kiosk.renew();
  await page.reload();
  await frameAt(reader, "ready");
  await page.mouse.move(5, 5);
  await page.waitForTimeout(900);
  const before = readBooks(kiosk.stage);
  const box = await buttonOf(reader, /^Pay/).boundingBox();
  await page.mouse.click((box?.x ?? 0) + 60, (box?.y ?? 0) + 20);
  await frameOf(page).getByText("Press again to pay $0.02").waitFor();
  expect(readBooks(kiosk.stage)).toEqual(before);
  await reader.press(buttonOf(reader, /^Pay/));
  await frameAt(reader, "paid");
  expect(before.payers - readBooks(kiosk.stage).payers).toBe(20_000n);
});
