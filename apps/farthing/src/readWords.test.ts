import { expect, test } from "vitest";
import { ConfigError } from "./config.ts";
import { readWords } from "./readWords.ts";

const command = { usage: "backup DIR [--json]", flags: ["json"] as const, placeCount: 1 };

test("flags may stand before or behind the place; behind -- everything is a place", () => {
  for (const words of [
    ["dir", "--json"],
    ["--json", "dir"],
  ]) {
    const read = readWords(words, command);
    expect([read.places, read.has("json")]).toEqual([["dir"], true]);
  }
  expect(readWords(["--", "--json"], command).places).toEqual(["--json"]);
  expect(readWords(["dir"], command).has("json")).toBe(false);
});

test("what follows a name that wants something is its value, wherever it stands", () => {
  const verify = { ...command, values: ["policy"] as const };
  for (const words of [
    ["dir", "--policy", "p.txt"],
    ["--policy=p.txt", "dir"],
  ]) {
    const read = readWords(words, verify);
    expect([read.places, read.value("policy")]).toEqual([["dir"], "p.txt"]);
  }
  expect(readWords(["dir"], verify).value("policy")).toBe(undefined);
  for (const words of [
    ["dir", "--policy"],
    ["dir", "--policy="],
  ]) {
    expect(() => readWords(words, verify)).toThrow("Something is missing behind --policy");
  }
});

test.each([
  [["dir", "--force"], "There is no flag --force here"],
  [["dir", "-j"], "There is no flag -j here"],
  [["dir", "--no-json"], "There is no flag --no-json here"],
  [["dir", "--json=yes"], "--json takes no value"],
  [[], "A word is missing"],
  [["--json"], "A word is missing"],
  [["a", "b"], "`b` is a word too many"],
  [[""], "A name is empty"],
])("%j is refused with how it is said", (words, what) => {
  expect(() => readWords(words, command)).toThrow(ConfigError);
  expect(() => readWords(words, command)).toThrow(`${what}: say \`farthing backup DIR [--json]\`.`);
});
