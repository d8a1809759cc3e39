// How the browser tests start a real Chromium.
import type { LaunchOptions } from "playwright-core";
import { ensureChromium } from "../../scripts/chromium.mjs";

/**
 * Launch options, also for a persistent context, that start the Chromium of this machine. Throws, with the sentence
 * that says what to do, when there is none and none can be installed: browser tests are never skipped.
 */
export function chromium(): LaunchOptions {
  // Chromium refuses its sandbox to root, which containers and CI machines often are.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return { executablePath: ensureChromium(), args };
}
