import { afterAll, beforeAll, expect, test } from "vitest";
import { buttonOf, frameOf } from "../stage.ts";
import { frameAt, walletFrame } from "../reader.ts";
import { answerMs, clickButton, expectGain, openScene, type Scene } from "./scene.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

/** Five cents: the most that one click may pay. */
const cents = 5;

/** How many of the reader's clicks a trick gets, and what they open at the worst. */
const covered: readonly [page: string, sees: string][] = [
  ["overlay", "a picture that lets clicks fall through"],
  ["overlay-clear", "nothing unusual: a clear sheet lies over it"],
  ["popover", "a picture in the browser's top layer"],
  ["faint", "the picture below a button that is nearly transparent"],
  ["filter", "one grey area"],
  ["crop", "a strip of the button"],
  ["tiny", "a speck"],
  ["narrow", "a button without its price"],
  ["mirror", "mirror writing"],
];

test.each(covered)("%s: who sees %s and clicks pays nothing; the wallet opens", async (name) => {
  const { reader } = scene;
  const { page } = reader;
  await expectGain(scene, name, async () => {
    await scene.visit(name, { offer: await scene.offer({ cents }) });
    await frameAt(reader, "ready");
    const button = frameOf(page).locator(".action");
    await button.filter({ hasText: "Open the wallet to pay $0.05" }).waitFor();
    await page.waitForTimeout(answerMs);
    const popups = reader.popups();
    const opening = reader.context.waitForEvent("page");
    await clickButton(page);
    const wallet = await opening;
    await wallet.getByRole("heading", { name: "Pay $0.05 to The Newsstand" }).waitFor();
    await wallet.close();
    expect(reader.popups() - popups).toBe(1);
  });
});

/** What no browser tells a frame: the caps bound it (rule 16). */
const unseen: readonly [page: string, sees: string][] = [
  ["mask", "a coloured bar"],
  ["clip", "a piece of the button"],
  ["still-picture", "the page as it was before"],
];

test.each(unseen)("%s: who sees %s and clicks loses one click's price at most", async (name) => {
  const { reader } = scene;
  await expectGain(scene, name, async () => {
    await scene.visit(name, { offer: await scene.offer({ cents }) });
    await frameAt(reader, "ready");
    await reader.page.waitForTimeout(answerMs);
    await clickButton(reader.page);
    await reader.page.waitForTimeout(answerMs);
  });
});

const colours = [
  "transparent",
  "#fff0",
  "rgb(255 255 255 / 1%)",
  "white",
  "black",
  "#777",
  "color(display-p3 1 1 1)",
  "var(--card)",
  "url(https://evil.example/x)",
  "red; display: none",
];

test("paint: in no colour that a page asks for does the price stop being legible", async () => {
  const { reader } = scene;
  await expectGain(scene, "paint", async () => {
    await scene.visit("paint", { offer: await scene.offer({ cents }) });
    await frameAt(reader, "ready");
    for (const colour of colours) {
      await reader.page.evaluate((accent) => {
        const element = document.querySelector<HTMLElement>("farthing-button");
        element?.style.setProperty("--farthing-accent", accent);
        element?.setAttribute(
          "theme",
          element.getAttribute("theme") === "light" ? "dark" : "light",
        );
      }, colour);
      await reader.page.waitForTimeout(150);
      await buttonOf(reader, /\$0\.05/).waitFor();
      const found = await contrast();
      expect(found >= 4.5 ? "legible" : `${colour}: ${found}`).toBe("legible");
    }
  });
});

/** Contrast of the button's words (WCAG 2.2 §1.4.3), as the browser paints them. */
async function contrast(): Promise<number> {
  const frame = await walletFrame(scene.reader);
  return frame.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(
      document.querySelector(".action") ?? document.body,
    );
    const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const [ink = 0, paper = 0] = [color, backgroundColor].map((paint) => {
      brush?.clearRect(0, 0, 1, 1);
      if (brush) brush.fillStyle = paint;
      brush?.fillRect(0, 0, 1, 1);
      const parts = [...(brush?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3);
      const [red = 0, green = 0, blue = 0] = parts.map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  });
}
