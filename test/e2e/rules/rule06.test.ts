import { openPerson, type Person } from "@farthing/lab";
import type { FrameLocator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { isAt } from "../isAt.ts";
import { type Kiosk, openKiosk } from "../openKiosk.ts";
import { once, walletFrame } from "../reader.ts";

/** That each of these pays in the end, popups blocked or cut off, storage allowed or refused: ladder.test.ts. */
let kiosk: Kiosk;
let reader: Person;

function frame(): FrameLocator {
  return reader.page.frameLocator("farthing-button iframe");
}

describe("a page that cuts off its windows (Cross-Origin-Opener-Policy)", () => {
  beforeAll(async () => {
    kiosk = await openKiosk([1], "own", {
      headers: { "cross-origin-opener-policy": "same-origin" },
    });
    reader = await openPerson({ storage: "allowed" });
  });
  afterAll(async () => {
    await reader.close();
    await kiosk.close();
  });

  test("rule 6: a null from window.open is not taken for a blocked popup; left unpaid, nothing is charged and said so", async () => {
    const before = readBooks(kiosk.stage);
    await reader.page.goto(kiosk.origin);
    await isAt(frame(), "needs-wallet");
    await (
      await walletFrame(reader)
    ).evaluate(() => {
      const open = window.open.bind(window);
      window.open = (...of) => {
        const opened = open(...of);
        document.documentElement.dataset["opened"] = opened === null ? "null" : "a window";
        return opened;
      };
    });
    const opening = reader.context.waitForEvent("page");
    await reader.press(frame().getByRole("button", { name: /^Read for/ }));
    const wallet = await opening;
    await frame().locator('html[data-opened="null"]').waitFor({ state: "attached" });
    await frame().getByText("Pay $0.01 in the wallet that opened.").waitFor();
    // Longer than the time after which it would offer another way.
    await reader.page.waitForTimeout(1_700);
    expect(
      await frame()
        .getByText(/Continue/)
        .count(),
    ).toBe(0);
    await wallet.close({ runBeforeUnload: true });
    await frame().getByText("Not paid. Nothing was charged.").waitFor();
    await isAt(frame(), "needs-wallet");
    expect(readBooks(kiosk.stage)).toEqual(before);
  });
});

describe("popups blocked", () => {
  afterEach(async () => {
    await reader.close();
    await kiosk.close();
  });

  test("rule 6: nobody is led away unasked; “Continue on the payment page” goes there, and the address back has a nonce alone", async () => {
    kiosk = await openKiosk([1]);
    reader = await openPerson({ storage: "allowed", popupsBlocked: true });
    const { page } = reader;
    await page.goto(`${kiosk.origin}/?a=1#there`);
    await isAt(frame(), "needs-wallet");
    await reader.press(frame().getByRole("button", { name: /^Read for/ }));
    const goOn = frame().getByRole("button", { name: "Continue on the payment page" });
    await goOn.waitFor();
    expect(page.url()).toBe(`${kiosk.origin}/?a=1#there`);
    await reader.press(goOn);
    await page.waitForURL(/\/pay\?grant=grt_[0-9a-z]{26}$/);
    const back = page.waitForRequest((request) => request.url().startsWith(`${kiosk.origin}/?`));
    await reader.press(page.getByRole("button", { name: once }));
    const address = new URL((await back).url());
    expect([...address.searchParams.keys()]).toEqual(["a", "farthing"]);
    expect(address.searchParams.get("farthing")).toMatch(/^[\w-]{22}$/);
    // A reload or a shared link does not claim again.
    await expect.poll(() => page.url()).toBe(`${kiosk.origin}/?a=1`);
  });

  test("rule 6: a sandbox that lets the frame go nowhere: the page goes, and there it is paid once and no more", async () => {
    const headers = {
      "content-security-policy": "sandbox allow-forms allow-same-origin allow-scripts",
    };
    kiosk = await openKiosk([1], "own", { headers });
    reader = await openPerson({ storage: "allowed" });
    const { page } = reader;
    await page.goto(kiosk.origin);
    await isAt(frame(), "needs-wallet");
    const before = readBooks(kiosk.stage);
    await reader.press(frame().getByRole("button", { name: /^Read for/ }));
    const goOn = frame().getByRole("button", { name: "Continue on the payment page" });
    await goOn.waitFor();
    await reader.press(goOn);
    await page.waitForURL(/\/pay\?offer=/);
    await page.getByText(/You came here by a link/).waitFor();
    expect(await page.locator(".pay-choice").count()).toBe(1);
    await reader.press(page.locator(".pay-choice"));
    await page.waitForURL((url) => url.href.startsWith(kiosk.origin));
    const after = readBooks(kiosk.stage);
    expect(after.merchants + after.fees - before.merchants - before.fees).toBe(10_000n);
    expect(after).toMatchObject({ devices: before.devices, allowances: before.allowances });
    expect(reader.popups()).toBe(0);
  });
});
