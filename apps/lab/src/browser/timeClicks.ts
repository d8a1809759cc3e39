import type { BrowserContext, Page } from "playwright-core";

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

/** Presses the wallet's button in `page`; answers with the milliseconds until the article's text is there. */
export async function timedPress(page: Page, meanwhile?: () => Promise<void>): Promise<number> {
  const button = page
    .frameLocator("farthing-button iframe")
    .getByRole("button", { name: /^Read for/ });
  await button.click();
  await meanwhile?.();
  await page.locator(".rest h2").waitFor();
  const frame = page.frames().find((candidate) => candidate.url().includes("/embed/"));
  const from = await frame?.evaluate(() => window.farthingClickAt);
  const until = await page.evaluate(() => window.farthingContentAt);
  if (from === undefined || until === undefined)
    throw new Error("the click and its content were seen");
  return until - from;
}
