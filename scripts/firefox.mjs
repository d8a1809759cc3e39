// Finds a Firefox for the tests of other engines, or installs one. Where there is none, they say so and are not there.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { installByApt } from "./apt.mjs";

const places = [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/usr/lib/firefox-esr/firefox-esr",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
];
const minutesMax = 5;

/** What to do when nothing worked. */
export const firefoxMissing =
  "Firefox was not driven: none was found and none could be installed (Debian: apt-get install firefox-esr, or set FIREFOX_PATH).";

/**
 * FIREFOX_PATH, else the usual places. Only a program that runs counts: Ubuntu ships a `firefox` that only says where to
 * get one.
 * @returns {string | null} absolute path
 */
export function findFirefox() {
  const named = process.env["FIREFOX_PATH"];
  return (named ? [named] : places).find(startsAndTellsVersion) ?? null;
}

/** Finds a Firefox, or installs Debian's. */
export function ensureFirefox() {
  if (findFirefox() === null) installByApt(["firefox-esr"], minutesMax);
  return findFirefox();
}

/** @param {string} path */
function startsAndTellsVersion(path) {
  if (!existsSync(path)) return false;
  const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 20_000 });
  return status === 0 && /Firefox \d/.test(stdout);
}
