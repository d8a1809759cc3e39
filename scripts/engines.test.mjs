import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runInstaller } from "./apt.mjs";
import { findFirefox, firefoxMissing } from "./firefox.mjs";
import { webKitMissing } from "./webkit.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-engines-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** @param {string} said */
function program(said) {
  const path = join(folder, "firefox");
  writeFileSync(path, `#!/bin/sh\necho "${said}"\n`);
  chmodSync(path, 0o755);
  return path;
}

test.each([
  ["Mozilla Firefox 153.7.0esr", true],
  ["Command '/usr/bin/firefox' requires the firefox snap to be installed.", false],
])("FIREFOX_PATH names a program that says: %s", (said, counts) => {
  const path = program(said);
  vi.stubEnv("FIREFOX_PATH", path);
  expect(findFirefox()).toBe(counts ? path : null);
});

test("a FIREFOX_PATH that names nothing finds nothing, whatever else is installed", () => {
  vi.stubEnv("FIREFOX_PATH", join(folder, "none"));
  expect(findFirefox()).toBeNull();
});

test.each([firefoxMissing, webKitMissing])(
  "what was not driven, and how it would be: %s",
  (line) => {
    expect(line).toMatch(/^\S+ was not driven: .*Debian: apt-get install /);
  },
);

test("an installer that fails is told by its last words, one that works by none", () => {
  expect(runInstaller("sh", ["-c", "echo no network >&2; exit 100"], 1)).toBe("no network");
  expect(runInstaller("sh", ["-c", "echo fine"], 1)).toBe("");
  expect(runInstaller(join(folder, "none"), [], 1)).toMatch(/ENOENT/);
});
