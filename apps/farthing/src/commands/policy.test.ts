import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { toBase64url } from "@farthing/core";
import { makeKeys, signPolicy } from "@farthing/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSettings } from "../config.ts";
import { loadKeySeeds } from "../keys.ts";
import { policy } from "./policy.ts";

const defaults = fileURLToPath(
  new URL("../../../../packages/risk/src/policy/default.json", import.meta.url),
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-policy-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(words: string[], environment: Record<string, string> = {}) {
  const said: string[] = [];
  const speech = {
    say: (text: string) => void said.push(text),
    complain: (text: unknown) => void said.push(String(text)),
  };
  const settings = readSettings({ FARTHING_DATA: folder, ...environment });
  const code = await policy.run({ settings, speech, words });
  return { code, said: said.join("\n") };
}

test("a good policy is told with its day, a wrong one with its line", async () => {
  const path = join(folder, "policy.json");
  const text = readFileSync(defaults, "utf8");
  writeFileSync(path, text);
  expect(await run(["check", path])).toMatchObject({
    code: 0,
    said: expect.stringContaining("farthing-3 holds from 2025-01-01 (UTC), with 6 rows."),
  });
  writeFileSync(path, text.replace('"asset"', '"colour": 1,\n  "asset"'));
  expect(await run(["check", path])).toEqual({
    code: 1,
    said: `${path}:4: \`colour\` is not a key of a policy.`,
  });
});

test("signing needs the keys of a server, and makes none", async () => {
  const path = join(folder, "signed.json");
  writeFileSync(path, readFileSync(defaults));
  await expect(run(["sign", path])).rejects.toThrow("There are no keys in");
  loadKeySeeds(folder);
  expect((await run(["sign", path])).said).toContain(`Signed: ${path}.sig.`);
  expect(readFileSync(`${path}.sig`, "utf8")).toMatch(/^[A-Za-z0-9_-]{86}\n$/);
});

test("the issuer's seed may be given from outside, and still no keys are made", async () => {
  const path = join(folder, "outside.json");
  writeFileSync(path, readFileSync(defaults));
  const empty = join(folder, "empty");
  mkdirSync(empty);
  const seeds = loadKeySeeds(folder);
  const environment = { FARTHING_DATA: empty, FARTHING_KEY_ISSUER: toBase64url(seeds.issuer) };
  expect((await run(["sign", path], environment)).code).toBe(0);
  expect(readdirSync(empty)).toEqual([]);
  const { issuer } = makeKeys(seeds, "log");
  expect(readFileSync(`${path}.sig`, "utf8")).toBe(
    `${signPolicy(readFileSync(path, "utf8"), issuer)}\n`,
  );
});

test.each([
  [[], "Say `farthing policy check|sign FILE`."],
  [["check"], "A word is missing"],
  [["check", "/nowhere/policy.json"], "/nowhere/policy.json cannot be read: name a policy file."],
])("%j: one sentence", async (words, sentence) => {
  await expect(run(words)).rejects.toThrow(sentence);
});
