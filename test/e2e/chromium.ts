// Runs once before the browser tests: names the Chromium that all of them start.
import { ensureChromium } from "../../scripts/chromium.mjs";

/**
 * Sets CHROME_PATH, which apps/lab reads. Throws, with the sentence that says what to do, when there is no Chromium and
 * none can be installed: browser tests are never skipped.
 */
export function setup(): void {
  process.env["CHROME_PATH"] = ensureChromium();
}
