import { openPerson, type Person, restOn } from "@farthing/lab";
import type { PaymentRequest } from "@farthing/protocol";
import type { FrameLocator, Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { isAt } from "../isAt.ts";
import { type Kiosk, openKiosk } from "../openKiosk.ts";
import { allow, approveOn } from "../reader.ts";

let kiosk: Kiosk;
let reader: Person;

// Things that may be bought again and again: nothing but the bytes tells a retry from a second purchase.
beforeEach(async () => {
  kiosk = await openKiosk([1, 2], "use");
  reader = await openPerson({ storage: "allowed" });
  await reader.page.goto(kiosk.origin);
  await isAt(frame(reader.page, 0), "needs-wallet");
  const opening = reader.context.waitForEvent("page");
  await reader.press(button(frame(reader.page, 0)));
  await approveOn(await opening, reader, allow);
  await isAt(frame(reader.page, 0), "paid");
});
afterEach(async () => {
  await reader.close();
  await kiosk.close();
});

function frame(page: Page, at: number): FrameLocator {
  return page.locator("farthing-button iframe").nth(at).contentFrame();
}

function button(of: FrameLocator) {
  return of.getByRole("button", { name: /^Pay/ });
}

/** The bodies of all payments from now on. */
function watchPayments(): string[] {
  const bodies: string[] = [];
  reader.context.on("request", (request) => {
    if (request.url().endsWith("/v1/frame/payments")) bodies.push(request.postData() ?? "");
  });
  return bodies;
}

/** A window beside the first. A tab behind another is no place for a second hand: it is told of a mouse late, or never. */
async function openWindow(): Promise<Page> {
  const opening = reader.context.waitForEvent("page");
  await reader.page.evaluate(() => void window.open("about:blank", "_blank", "popup"));
  return opening;
}

test("rule 10: two windows that press at the same moment sign with one key and two counters, and both are paid", async () => {
  const windows = [reader.page, await openWindow()];
  const before = readBooks(kiosk.stage);
  const bodies = watchPayments();
  for (const page of windows) {
    await page.goto(kiosk.origin);
    await isAt(frame(page, 1), "ready");
    await restOn(button(frame(page, 1)));
  }
  await Promise.all(windows.map((page) => button(frame(page, 1)).click()));
  await Promise.all(windows.map((page) => isAt(frame(page, 1), "paid")));
  const signed = bodies.map((body) => JSON.parse(body) as PaymentRequest);
  expect(new Set(signed.map(({ device }) => device.key)).size).toBe(1);
  const counters = signed.map(({ authorization }) => authorization.counter);
  expect(new Set(counters).size).toBe(2);
  expect(before.payers - readBooks(kiosk.stage).payers).toBe(40_000n);
});

test("rule 10: a payment whose answer was lost is asked for again by the same bytes after a reload, and is paid once", async () => {
  const before = readBooks(kiosk.stage);
  const bodies = watchPayments();
  const { page } = reader;
  await page.reload();
  await isAt(frame(page, 1), "ready");
  // The server pays; its answer never arrives.
  await page.route("**/v1/frame/payments", async (route) => {
    const headers = { ...(await route.request().allHeaders()), "sec-fetch-site": "same-origin" };
    await route.fetch({ headers });
    await route.abort();
  });
  await reader.press(button(frame(page, 1)));
  // All its tries are over.
  await isAt(frame(page, 1), "unsettled");
  expect(before.payers - readBooks(kiosk.stage).payers).toBe(20_000n);
  await page.unrouteAll({ behavior: "wait" });

  // A new visit has new offers. Nobody presses anything.
  await kiosk.renew();
  await page.reload();
  await isAt(frame(page, 1), "paid");
  expect(new Set(bodies).size).toBe(1);
  expect(bodies.length).toBeGreaterThan(1);
  const after = readBooks(kiosk.stage);
  expect(before.payers - after.payers).toBe(20_000n);

  // It has its answer now: the next visit starts anew.
  await page.reload();
  await isAt(frame(page, 1), "ready");
  expect(readBooks(kiosk.stage)).toEqual(after);
});
