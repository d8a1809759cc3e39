// Runs once before the browser tests: names the browsers that they start.
import { ensureChromium } from "../../scripts/chromium.mjs";
import { findFirefox, firefoxMissing } from "../../scripts/firefox.mjs";
import { say } from "../../scripts/say.mjs";
import { findWebKit, webKitMissing } from "../../scripts/webkit.mjs";

/**
 * Sets CHROME_PATH, FIREFOX_PATH and WEBKIT_MINIBROWSER, which apps/lab reads. Throws, with the sentence that says what
 * to do, when there is no Chromium and none can be installed: browser tests are never skipped. The other two engines are
 * looked for only (`npm test` installs them): their tests are there when they are, and a line says when they are not.
 */
export function setup(): void {
  process.env["CHROME_PATH"] = ensureChromium();
  name("FIREFOX_PATH", findFirefox(), firefoxMissing);
  name("WEBKIT_MINIBROWSER", findWebKit(), webKitMissing);
}

function name(variable: string, path: string | null, otherwise: string): void {
  if (path === null) say(otherwise);
  else process.env[variable] = path;
}
