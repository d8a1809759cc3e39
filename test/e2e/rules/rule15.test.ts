import { openPerson, type Person, restOn } from "@farthing/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { articleText, frameAt, payFirst, walletFrame } from "../reader.ts";
import { buttonOf, frameOf, openArticle, openStage, type Stage } from "../stage.ts";

/** By keyboard alone, and a held Enter: keyboard.test.ts. A page that moves things: attacks/hands.test.ts. */
let stage: Stage;
let reader: Person;

beforeAll(async () => {
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
});
afterAll(async () => {
  await reader.close();
  await stage.close();
});

/** What left the wallet while `act` was done. */
async function spentBy(act: () => Promise<unknown>): Promise<bigint> {
  const before = readBooks(stage);
  await act();
  await reader.page.waitForTimeout(500);
  return before.payers - readBooks(stage).payers;
}

test("rule 15: a press sooner than half a second after a change pays nothing and says what to do", async () => {
  await openArticle(stage, reader, "the-loaf-that-shrank");
  const button = buttonOf(reader, /^Read for \$0\.02/);
  await button.hover();
  await frameAt(reader, "ready");
  const spent = await spentBy(() => button.click({ force: true }));
  expect(spent).toBe(0n);
  await frameOf(reader.page).getByText("Press again to pay $0.02").waitFor();
});

test("rule 15: a double click is one payment; the focus goes to the article's heading, and Space only scrolls", async () => {
  const { page } = reader;
  const button = buttonOf(reader, /^Read for \$0\.02/);
  await restOn(button);
  expect(await spentBy(() => button.dblclick())).toBe(20_000n);
  await articleText(reader).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  await expect.poll(focused).toBe(await articleText(reader).innerText());
  await page.setViewportSize({ width: 900, height: 400 });
  const top = await page.evaluate(() => window.scrollY);
  const spent = await spentBy(async () => {
    for (const key of ["Space", "Space", "Enter"]) await page.keyboard.press(key);
  });
  expect(spent).toBe(0n);
  expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(top);
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("rule 15: Undo has neither the focus nor the place of the button, and ignores input for 800 ms", async () => {
  const { page } = reader;
  await openArticle(stage, reader, "a-metre-short");
  await frameAt(reader, "ready");
  const button = buttonOf(reader, /^Read for/);
  await restOn(button);
  const undo = buttonOf(reader, /^Undo/);
  const place = await button.boundingBox();
  // Where the hand is: in the middle of the button.
  const [x, y] = [
    (place?.x ?? 0) + (place?.width ?? 0) / 2,
    (place?.y ?? 0) + (place?.height ?? 0) / 2,
  ];
  await page.mouse.click(x, y);
  await frameAt(reader, "paid");
  const inFrame = await (
    await walletFrame(reader)
  ).evaluate(() => document.activeElement?.className);
  expect(inFrame).not.toContain("undo");
  const spent = await spentBy(() => undo.click({ force: true, timeout: 1_000 }));
  expect(spent).toBe(0n);
  await frameAt(reader, "paid");
  const after = await undo.boundingBox();
  const isUnderHand =
    after !== null &&
    after.x <= x &&
    x <= after.x + after.width &&
    after.y <= y &&
    y <= after.y + after.height;
  expect(isUnderHand).toBe(false);
  await page.waitForTimeout(800);
  expect(await spentBy(() => reader.press(undo))).toBe(-30_000n);
});
