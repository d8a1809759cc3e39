import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { frameAt } from "../reader.ts";
import { frameOf } from "../stage.ts";
import {
  answerMs,
  clickButton,
  expectGain,
  gain,
  openScene,
  placeOf,
  type Scene,
} from "./scene.ts";

/** What is done with a reader's real hand: moved under it, changed under it, brought before it. */
let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

async function visit(name: string, more: { cents?: number; other?: string } = {}): Promise<void> {
  const { cents = 5, other = "" } = more;
  await scene.visit(name, { offer: await scene.offer({ cents }), other });
  await frameAt(scene.reader, "ready");
  await scene.reader.page.waitForTimeout(answerMs + 300);
}

/** Where the frame's button will be once the page has moved the frame to the top. */
async function placeAfterMove(): Promise<{ x: number; y: number }> {
  const { x, y } = await placeOf(scene.reader.page);
  return { x, y: y - 440 };
}

test("double-click: the second click pays nothing, however slow; a hand that rests there pays", async () => {
  const { page } = scene.reader;
  await expectGain(scene, "double-click", async () => {
    for (const ms of [20, 240, 450]) {
      await visit("double-click");
      const { x, y } = await placeAfterMove();
      await page.mouse.click(x, y);
      await page.waitForTimeout(ms);
      await page.mouse.click(x, y);
      await page.waitForTimeout(answerMs);
      expect(await frameOf(page).locator(".note").innerText(), `${ms} ms`).toMatch(
        /left here|again/,
      );
    }
  });
  // What was aimed at was the button.
  const before = readBooks(scene.stage);
  await clickButton(page);
  await frameAt(scene.reader, "paid");
  expect(gain(before, readBooks(scene.stage))).toBe(50_000n);
});

test("drag: a press that began on the page does not end on the button", async () => {
  await expectGain(scene, "drag", async () => {
    await visit("drag");
    const { mouse } = scene.reader.page;
    const { x, y } = await placeAfterMove();
    await mouse.move(x, y);
    await mouse.down();
    await scene.reader.page.waitForTimeout(700);
    await mouse.move(x + 2, y + 2);
    await scene.reader.page.waitForTimeout(400);
    await mouse.up();
    await scene.reader.page.waitForTimeout(answerMs);
  });
});

test.each(["way", "press"])(
  "swap: a dearer offer in the moment of the %s is not paid",
  async (when) => {
    const { page } = scene.reader;
    await expectGain(scene, "swap", async () => {
      await visit("swap", { cents: 1, other: await scene.offer({ cents: 5 }) });
      await page.evaluate((hash) => (location.hash = hash), when);
      await page.reload();
      await frameAt(scene.reader, "ready");
      await page.waitForTimeout(answerMs + 300);
      // The frame that was pressed may be gone: then nobody answers the press.
      await Promise.race([clickButton(page), page.waitForTimeout(1_500)]);
      await page.waitForTimeout(answerMs);
    });
  },
);

test("focus-keys: a reader who types their name, and holds Enter, pays nothing", async () => {
  const { keyboard } = scene.reader.page;
  await expectGain(scene, "focus-keys", async () => {
    await visit("focus-keys");
    await scene.reader.page.locator("#name").click();
    await keyboard.type("Anna of the Mill  ", { delay: 30 });
    await scene.reader.page.waitForTimeout(700);
    for (const key of ["Space", "Enter", "Space"]) await keyboard.press(key);
    // Tab reaches the button itself: a key in the half second after that was meant for what had the focus before.
    await keyboard.press("Tab");
    for (const key of ["Space", "Enter"]) await keyboard.press(key);
    for (let repeat = 0; repeat < 9; repeat += 1) await keyboard.down("Enter");
    await keyboard.up("Enter");
    await scene.reader.page.waitForTimeout(answerMs);
  });
});

test("grabby-undo: a hand that goes on clicking after the payment neither pays again nor undoes it", async () => {
  const { page } = scene.reader;
  const gained = await expectGain(scene, "grabby-undo", async () => {
    await visit("grabby-undo");
    await clickButton(page);
    for (let click = 0; click < 12; click += 1) {
      await page.mouse.down();
      await page.mouse.up();
      await page.waitForTimeout(130);
    }
    await frameOf(page).getByRole("button", { name: /^Undo/ }).waitFor();
  });
  expect(gained).toBe(50_000n);
});

test("read-for-free: three times a day the money comes back, the fourth payment stays", async () => {
  const { reader, stage } = scene;
  const { page } = reader;
  const undo = frameOf(page).getByRole("button", { name: /^Undo/ });
  const kept: bigint[] = [];
  for (let round = 1; round <= 4; round += 1) {
    const before = readBooks(stage);
    await visit("read-for-free", { cents: 1 });
    await clickButton(page);
    await frameAt(reader, "paid");
    await page.waitForTimeout(900);
    await reader.press(undo);
    await frameOf(page)
      .getByText(/^Undone\.|^Not undone/)
      .waitFor();
    kept.push(gain(before, readBooks(stage)));
  }
  expect(kept).toEqual([0n, 0n, 0n, 10_000n]);
});
