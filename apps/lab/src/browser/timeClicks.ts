import type { BrowserContext, Frame, Page } from "playwright-core";

declare global {
  interface Window {
    farthingClickAt?: number;
    farthingContentAt?: number;
  }
}

/**
 * Makes every page and frame opened from now on note, on the machine's own clock, when a trusted click on a button
 * arrives, and when paid text appears. Neither side waits for the driver, so its own time is not counted.
 */
export async function timeClicks(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const now = () => performance.timeOrigin + performance.now();
    addEventListener(
      "click",
      (event) => {
        if (event.isTrusted) window.farthingClickAt = now();
      },
      true,
    );
    const look = () => {
      if (document.querySelector(".rest h2") !== null) window.farthingContentAt ??= now();
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
  });
}

/** When the last trusted click in `frame` arrived. */
export async function clickedAt(frame: Frame): Promise<number> {
  const at = await frame.evaluate(() => window.farthingClickAt);
  if (at === undefined) throw new Error("the click was seen");
  return at;
}

/** When the paid text was in `page`; waits for it. */
export async function contentAt(page: Page): Promise<number> {
  await page.locator(".rest h2").waitFor();
  const at = await page.evaluate(() => window.farthingContentAt);
  if (at === undefined) throw new Error("the content was seen");
  return at;
}

/** The wallet's frame of the button that stands at place `at` in `page`. */
export async function frameOf(page: Page, at = 0): Promise<Frame> {
  const element = await page.locator("farthing-button iframe").nth(at).elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error("the button holds the wallet's frame");
  return frame;
}
