// Finds WebKitGTK's driver and its browser for the tests of other engines, or installs them, with a screen in memory.
import { existsSync } from "node:fs";
import { installByApt } from "./apt.mjs";

const architectures = ["x86_64", "aarch64"];
const browsers = architectures.map(
  (name) => `/usr/lib/${name}-linux-gnu/webkit2gtk-4.1/MiniBrowser`,
);
const programs = ["/usr/bin/WebKitWebDriver", "/usr/bin/Xvfb"];
const minutesMax = 5;

/** What to do when nothing worked. */
export const webKitMissing =
  "WebKitGTK was not driven: it was not found and could not be installed (Debian: apt-get install webkit2gtk-driver xvfb).";

/** @returns {string | null} absolute path of the browser that the driver drives */
export function findWebKit() {
  return programs.every(existsSync) ? (browsers.find(existsSync) ?? null) : null;
}

/** Finds WebKitGTK, or installs Debian's. */
export function ensureWebKit() {
  if (findWebKit() === null) installByApt(["webkit2gtk-driver", "xvfb"], minutesMax);
  return findWebKit();
}
