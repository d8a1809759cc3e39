import { openPerson, type Person } from "@farthing/lab";
import type { FrameLocator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isAt } from "../isAt.ts";
import { type Kiosk, openKiosk } from "../openKiosk.ts";
import { allow, approveOn } from "../reader.ts";
import { pressIn } from "../pressIn.ts";

let kiosk: Kiosk;
let reader: Person;

beforeAll(async () => {
  kiosk = await openKiosk(
    Array.from({ length: 10 }, () => 1),
    "own",
    { hurried: true },
  );
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

test("rule 25: after the tenth payment the frame says what the week cost, and links to the wallet; the ninth says nothing of it", async () => {
  await isAt(frame(0), "needs-wallet");
  const opening = reader.context.waitForEvent("page");
  await pressIn(reader, frame(0), /^Read for/);
  await approveOn(await opening, reader, allow);
  for (let at = 1; at < 10; at += 1) {
    await isAt(frame(at), "ready");
    await pressIn(reader, frame(at), /^Read for/);
    await isAt(frame(at), "paid");
  }
  await frame(9).getByText("This week: $0.10 at one site.").waitFor();
  const link = frame(9).getByRole("link", { name: "Look" });
  expect(await link.getAttribute("href")).toBe("/");
  await isAt(frame(8), "done");
  await frame(8).getByText("The receipt is in your wallet.").waitFor();
  expect(await frame(8).getByText("This week").count()).toBe(0);
  // Once the time to undo is over, "Ask for it back" stands in its place (rule 18).
  const back = frame(9).getByRole("link", { name: "Ask for it back" });
  expect(await back.getAttribute("href")).toMatch(/^\/payments\/pay_[0-9a-z]{26}#back$/);
});
