import { openPerson, type Person } from "@farthing/lab";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { frameAt } from "../reader.ts";
import { buttonOf, openStage, type Stage } from "../stage.ts";
import { type Example, openExample, payFirst, present, undo } from "./openExample.ts";

let stage: Stage;
let site: Example;
let reader: Person;
/** What the browser's policies complained about. */
let complaints: string[];

beforeAll(async () => {
  stage = await openStage();
  site = await openExample(stage, "strict-csp");
});
afterAll(async () => {
  await site.close();
  await stage.close();
});
beforeEach(async () => {
  reader = await openPerson({ storage: "allowed" });
  complaints = [];
  reader.page.on("console", (message) => {
    if (/policy|Trusted|blocked|refused/i.test(message.text())) complaints.push(message.text());
  });
});
afterEach(() => reader.close());

const story = () => reader.page.getByRole("heading", { name: "Push to leave" });

test.each([
  ["the strictest Content-Security-Policy with Trusted Types", "/", false],
  ["the same with COOP same-origin and COEP require-corp", "/isolated", true],
])(
  "%s: shows, pays, opens, and undo closes, without one complaint",
  async (_, path, isIsolated) => {
    const before = readBooks(stage).merchants;
    const answered = reader.page.waitForResponse(
      (response) => new URL(response.url()).pathname === path,
    );
    await reader.page.goto(`${site.origin}${path}`);
    const headers = (await answered).headers();
    expect(headers["content-security-policy"]).toBe(
      [
        "default-src 'none'",
        `script-src 'self' ${stage.wallet}`,
        `frame-src ${stage.wallet} 'self'`,
        "style-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
      ].join("; "),
    );
    expect(await reader.page.evaluate(() => crossOriginIsolated)).toBe(isIsolated);
    await payFirst(reader);
    await story().waitFor();
    expect(readBooks(stage).merchants - before).toBe(19_000n);
    await undo(reader);
    expect(await story().count()).toBe(0);
    await frameAt(reader, "ready");
    await reader.press(buttonOf(reader, /^Read for/));
    await story().waitFor();
    expect(reader.popups()).toBe(1);
    expect(await present(reader, "/unlock", "paid, honestly")).toBe(403);
    expect(complaints).toEqual([]);
  },
);

test("Trusted Types are really on: the page itself cannot write HTML", async () => {
  await reader.page.goto(site.origin);
  const wrote = await reader.page.evaluate(() => {
    try {
      document.body.innerHTML = "<b>x</b>";
      return true;
    } catch {
      return false;
    }
  });
  expect(wrote).toBe(false);
});

test("inside a sandboxed frame that allows popups out of the sandbox, it pays as well", async () => {
  const before = readBooks(stage).merchants;
  await reader.page.goto(`${site.origin}/framed`);
  const inner = reader.page.frameLocator("iframe");
  const button = inner
    .frameLocator("farthing-button iframe")
    .getByRole("button", { name: /^Read for/ });
  await button.waitFor();
  const opening = reader.context.waitForEvent("page");
  await reader.press(button);
  const wallet = await opening;
  await wallet.getByRole("heading", { name: /^Pay \$0\.02/ }).waitFor();
  const closed = wallet.waitForEvent("close");
  await reader.press(
    wallet.getByRole("button", { name: "Pay with fingerprint, face or screen lock" }),
  );
  await closed;
  await inner.getByRole("heading", { name: "Push to leave" }).waitFor();
  expect(readBooks(stage).merchants - before).toBe(19_000n);
});
