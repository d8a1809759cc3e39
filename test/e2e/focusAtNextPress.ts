import type { Page } from "playwright-core";

/**
 * Lets the window of a wallet's page come to the front in the moment of the next press: what a second click of a double
 * click meets (rule 11). A test that races the half second instead loses it on a busy machine.
 */
export async function focusAtNextPress(wallet: Page): Promise<void> {
  await wallet.evaluate(() => {
    const focus = () => window.dispatchEvent(new Event("focus"));
    for (const name of ["pointerdown", "keydown"]) {
      addEventListener(name, focus, { capture: true, once: true });
    }
  });
}
