import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConfigError } from "./config.ts";
import { readText, readTrustPolicy } from "./readTrustPolicy.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-read-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string): string {
  const path = join(folder, "file");
  writeFileSync(path, text);
  return path;
}

test("a text is read as it is, and one too long by one unit more than it may be", () => {
  for (const text of ["", "a", "äöü€", "\u{feff}a", "😀😀", "€".repeat(100)]) {
    expect(readText(file(text), 100)).toBe(text);
  }
  for (const unit of ["a", "ä", "€"]) {
    expect(readText(file(unit.repeat(102)), 100)).toBe(unit.repeat(101));
  }
  expect(readText(file("😀".repeat(60)), 100)).toHaveLength(101);
});

/** Of the process, at its highest so far. */
const peakBytes = () => process.resourceUsage().maxRSS * 1_024;

test("of a file of gigabytes, and of one without an end, no more than that is ever in memory", () => {
  const path = file("");
  truncateSync(path, 3 * 2 ** 30);
  const before = peakBytes();
  for (const endless of [path, "/dev/zero"]) {
    expect(readText(endless, 1_000_000)).toHaveLength(1_000_001);
    expect(() => readTrustPolicy(endless)).toThrow("line 1: the file is too long");
  }
  expect(peakBytes() - before).toBeLessThan(100 * 2 ** 20);
});

test("what cannot be read is said with its reason", () => {
  expect(() => readText(join(folder, "none"), 10)).toThrow(ConfigError);
  expect(() => readText(folder, 10)).toThrow(`${folder} cannot be read (EISDIR).`);
});
