import { openPerson, type Person } from "@farthing/lab";
import { afterEach, expect, test } from "vitest";
import { isAt } from "./isAt.ts";
import { type Kiosk, openKiosk } from "./openKiosk.ts";
import { approveOn, once } from "./reader.ts";

/** From the press to the content, as the payer's own frame, or the wallet's page, tells it. */
let kiosk: Kiosk;
let reader: Person;

afterEach(async () => {
  await reader.close();
  await kiosk.close();
});

const frame = () => reader.page.frameLocator("farthing-button iframe");
const button = () => frame().getByRole("button", { name: /\$0\.01$/ });

/** What was counted of a gesture, once `count` are: it is written down every ten seconds. */
async function waited(gesture: string, count: number): Promise<number> {
  const name = "farthing_click_to_content_seconds";
  const read = async (what: string) => {
    const text = await (await fetch(`${kiosk.stage.wallet}/metrics`)).text();
    const line = new RegExp(`^${name}_${what}\\{gesture="${gesture}",tier="to-0.05"\\} (.*)$`, "m");
    return Number(line.exec(text)?.[1] ?? 0);
  };
  await expect.poll(() => read("count"), { timeout: 20_000 }).toBe(count);
  return read("sum");
}

/** Presses, looks at the wallet's window for a while, and pays there. */
async function payInWindow(looksMs: number): Promise<void> {
  await reader.page.goto(kiosk.origin);
  await isAt(frame(), "needs-wallet");
  const opening = reader.context.waitForEvent("page");
  await reader.press(button());
  const wallet = await opening;
  await wallet.waitForTimeout(looksMs);
  await approveOn(wallet, reader);
}

test("the first payment counts from the press in the frame, a click counts its own, and neither twice", async () => {
  kiosk = await openKiosk([1], "use");
  reader = await openPerson({ storage: "allowed" });
  await payInWindow(1_500);
  await isAt(frame(), "paid");
  expect(await waited("passkey", 1)).toBeGreaterThan(1.5);
  await kiosk.renew();
  await reader.page.goto(kiosk.origin);
  await isAt(frame(), "ready");
  await reader.press(button());
  await isAt(frame(), "paid");
  const click = await waited("click", 1);
  expect(click).toBeGreaterThan(0);
  expect(click).toBeLessThan(5);
  await waited("passkey", 1);
});

test("a site that goes on to its content at once is measured all the same", async () => {
  const leaves = `<script>addEventListener("farthing-paid", () => location.assign("/?gone"))</script>`;
  kiosk = await openKiosk([1], "use", { below: leaves });
  reader = await openPerson({ storage: "allowed" });
  await payInWindow(0);
  await reader.page.waitForURL(/\?gone$/);
  await waited("passkey", 1);
});

test("where the wallet's page took the place of the site's, it tells when it leads back", async () => {
  kiosk = await openKiosk([1]);
  reader = await openPerson({ storage: "allowed", popupsBlocked: true });
  await reader.page.goto(kiosk.origin);
  await isAt(frame(), "needs-wallet");
  await reader.press(button());
  await reader.press(frame().getByRole("button", { name: "Continue on the payment page" }));
  await reader.page.waitForURL(/\/pay\?grant=/);
  await reader.press(reader.page.getByRole("button", { name: once }));
  await reader.page.waitForURL((url) => url.href.startsWith(kiosk.origin));
  // The page may continue only after a second and a half.
  expect(await waited("passkey", 1)).toBeGreaterThan(1.5);
});
