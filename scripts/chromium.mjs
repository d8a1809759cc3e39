// Finds a Chromium for the browser tests, or installs one. The tests are never skipped for want of a browser.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, isAbsolute, join } from "node:path";
import { installByApt, runInstaller } from "./apt.mjs";
import { node24 } from "./node24.mjs";
import { Stop, say } from "./say.mjs";
import { root } from "./workspaces.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/lib/chromium/chromium",
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const installMinutesMax = 15;

/** What to do when nothing worked. */
export const chromiumMissing =
  "No Chromium was found and none could be installed: install Chromium or Chrome (Debian: apt-get install chromium) " +
  "or set CHROME_PATH to the program, then run the same command again.";

/**
 * @typedef {object} Machine what the search looks at; the real machine unless a test says otherwise
 * @property {NodeJS.ProcessEnv} env
 * @property {readonly string[]} places
 * @property {(path: string) => boolean} works
 */

/** @returns {Machine} */
function thisMachine() {
  return {
    env: process.env,
    places: [...usualPlaces, ...playwrightPlaces()],
    works: startsAndTellsVersion,
  };
}

/**
 * The first of: CHROME_PATH; a Chromium or Chrome on PATH; the usual places; what Playwright installed earlier.
 * Only a program that runs counts: Ubuntu ships a `chromium-browser` that only says where to get one.
 * @param {Machine} [machine]
 * @returns {string | null} absolute path. Throws a Stop when CHROME_PATH is set and does not work.
 */
export function findChromium({ env, places, works } = thisMachine()) {
  const named = env["CHROME_PATH"];
  if (named) {
    if (works(named)) return named;
    throw new Stop(
      `CHROME_PATH names ${named}, which is not a Chromium that runs: correct it or unset it.`,
    );
  }
  const folders = (env["PATH"] ?? "").split(delimiter).filter(isAbsolute);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...places].find(works) ?? null;
}

/**
 * Finds a Chromium, or installs one: by apt as root, else by Playwright's own installer.
 * @returns {string} absolute path; throws a Stop that says what to do when there is none
 */
export function ensureChromium() {
  const present = findChromium();
  if (present !== null) return present;
  const byApt = () => installByApt(["chromium"], installMinutesMax);
  for (const install of [byApt, installByPlaywright]) {
    install();
    const installed = findChromium();
    if (installed !== null) return installed;
  }
  throw new Stop(chromiumMissing);
}

function installByPlaywright() {
  say("Installing Chromium (playwright-core install chromium) …");
  const cli = join(root, "node_modules/playwright-core/cli.js");
  const fault = runInstaller(node24(), [cli, "install", "chromium"], installMinutesMax);
  if (fault !== "") say(fault);
}

/** Where Playwright puts the Chromium of its version; empty before packages are installed. */
function playwrightPlaces() {
  const require = createRequire(import.meta.url);
  try {
    return [String(require("playwright-core").chromium.executablePath())];
  } catch {
    return [];
  }
}

/** @param {string} path */
function startsAndTellsVersion(path) {
  if (!existsSync(path)) return false;
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 20_000 });
  return status === 0 && /chrom/i.test(stdout);
}
