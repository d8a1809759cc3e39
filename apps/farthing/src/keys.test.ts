import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instant } from "@farthing/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { KeysLost, loadKeySeeds } from "./keys.ts";
import { loadNewsstandAccount } from "./newsstandAccount.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-keys-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = () => join(folder, "keys.json");
const mode = (file: string) => statSync(file).mode & 0o777;

test("five different keys are made once and loaded ever after", () => {
  const first = loadKeySeeds(folder);
  expect(new Set(Object.values<Uint8Array>({ ...first }).map((seed) => seed.join())).size).toBe(5);
  expect(loadKeySeeds(folder)).toEqual(first);
  expect(mode(path())).toBe(0o600);
});

test("a key file that others could read is closed to them", () => {
  loadKeySeeds(folder);
  chmodSync(path(), 0o644);
  loadKeySeeds(folder);
  expect(mode(path())).toBe(0o600);
});

test("keys that are gone while payments are there stop the start", () => {
  writeFileSync(join(folder, "ledger.db"), "");
  expect(() => loadKeySeeds(folder)).toThrow(KeysLost);
  expect(() => loadKeySeeds(folder)).toThrow(/put it back from your backup/);
});

test("a damaged key file stops the start and is left as it was", () => {
  writeFileSync(path(), '{"issuer":"AAAA"}');
  expect(() => loadKeySeeds(folder)).toThrow(/log/);
  expect(readFileSync(path(), "utf8")).toBe('{"issuer":"AAAA"}');
});

test("seeds given from outside come first, and all of them leave no file", () => {
  const seed = "A".repeat(42) + "E";
  const given = { issuer: seed, log: seed, field: seed, pairwise: seed };
  const bytes = new Uint8Array(Buffer.from(seed, "base64url"));
  const all = loadKeySeeds(folder, { ...given, arrival: seed });
  expect(all.issuer).toEqual(bytes);
  expect(existsSync(path())).toBe(false);
  const some = loadKeySeeds(folder, given);
  expect([some.log, some.arrival]).toEqual([bytes, loadKeySeeds(folder).arrival]);
});

test("the Newsstand is the same merchant after every start; its key is ours alone", () => {
  const clock = { now: () => instant(1_800_000_000_000) };
  const first = loadNewsstandAccount(folder, clock);
  expect(first.merchant).toMatch(/^mer_/);
  expect(loadNewsstandAccount(folder, clock)).toEqual(first);
  expect(mode(join(folder, "newsstand.json"))).toBe(0o600);
});
