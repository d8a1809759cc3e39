// Imports run downward only: the table in house/layers.ts against every import in the repository.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listWorkspaces, readPackage, root } from "../scripts/workspaces.mjs";
import { type House, type ImportingFile, judge } from "./house/architecture.ts";
import { type Import, importsOf } from "./house/imports.ts";
import { rooms } from "./house/layers.ts";
import { isCode, isTest, nodesOf, readHouse } from "./house/source.ts";

const files = readHouse().filter(isCode);

function exportsOf(folder: string): string[] {
  const { exports } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  return Object.keys(exports ?? {});
}

function readThisHouse(): House {
  const { dependencies, devDependencies } = readPackage(join(root, "package.json"));
  return {
    rooms,
    workspaces: listWorkspaces().map(({ name, folder, dependencies: declared }) => {
      return { name, folder, dependencies: Object.keys(declared), exports: exportsOf(folder) };
    }),
    rootDependencies: Object.keys({ ...dependencies, ...devDependencies }),
    files: files.map((file) => {
      return { path: file.path, isTest: isTest(file), imports: importsOf(file) };
    }),
  };
}

const house = readThisHouse();

test("imports run downward, through each package's index, and are declared", () => {
  expect(house.files.length).toBeGreaterThan(50);
  expect(judge(house)).toEqual([]);
});

test("a package's index holds nothing but re-exports", () => {
  const indexes = files.filter((file) => /^packages\/[^/]+\/src\/index\.ts$/.test(file.path));
  expect(indexes.length).toBeGreaterThan(0);
  const others = indexes.flatMap((file) => {
    const body = nodesOf(file)[0]?.["body"];
    const statements = Array.isArray(body) ? body : [];
    const odd = statements.filter(
      (each) => !/^Export(All|Named)Declaration$/.test(each.type) || !each.source,
    );
    return odd.length === 0
      ? []
      : [`${file.path} holds code: move it to a file named for what it does.`];
  });
  expect(others).toEqual([]);
});

describe("the test proves itself on made-up violations", () => {
  function judgeOne(path: string, specifier: string, more: Partial<ImportingFile> = {}): string[] {
    const each: Import = { specifier, line: 1, runs: true };
    return judge({ ...house, files: [{ path, isTest: false, imports: [each], ...more }] });
  }

  test.each([
    ["upward", "packages/core/src/a.ts", "@farthing/server", "layer 0) may import nothing"],
    ["sideways", "packages/protocol/src/a.ts", "@farthing/log", "only @farthing/core"],
    [
      "past the sdk",
      "apps/newsstand/src/a.ts",
      "@farthing/ledger",
      "only @farthing/core, @farthing/sdk",
    ],
    [
      "deep",
      "packages/server/src/a.ts",
      "@farthing/ledger/src/rules.ts",
      "only its index is public",
    ],
    [
      "around",
      "packages/server/src/a.ts",
      "../../ledger/src/index.ts",
      'import from "@farthing/ledger"',
    ],
    [
      "out",
      "packages/server/src/a.ts",
      "../../../test/house/source.ts",
      "lies outside packages/server",
    ],
    [
      "from a test, around",
      "test/e2e/a.test.ts",
      "../../apps/lab/src/a.ts",
      'import from "@farthing/lab"',
    ],
    ["undeclared", "packages/core/src/a.ts", "zod", 'declare "zod" in packages/core/package.json'],
    ["Node in a browser", "packages/log/src/a.ts", "node:crypto", "also runs in browsers"],
    ["addon in a browser", "packages/log/src/a.ts", "sodium-native", "also runs in browsers"],
    ["unprefixed", "packages/server/src/a.ts", "fs", 'write "node:fs"'],
    ["itself by name", "packages/core/src/a.ts", "@farthing/core", "relative path"],
    ["unknown", "packages/server/src/a.ts", "@farthing/nowhere", "no such workspace"],
  ])("%s", (_name, path, specifier, wayOut) => {
    expect(judgeOne(path, specifier)).toEqual([expect.stringContaining(wayOut)]);
  });

  test.each([
    ["down", "packages/ledger/src/a.ts", "@farthing/log"],
    ["wire() joins the demo", "apps/farthing/src/a.ts", "@farthing/newsstand"],
    ["inside", "packages/ledger/src/rules/a.ts", "../ids.ts"],
    ["a test reads the vectors", "packages/log/src/a.test.ts", "../../../specs/vectors/log.json"],
  ])("permitted: %s", (_name, path, specifier) => {
    expect(judgeOne(path, specifier, { isTest: path.includes(".test.") })).toEqual([]);
  });

  test("a package that is missing from the table", () => {
    const extra = {
      name: "@farthing/extra",
      folder: "packages/extra",
      dependencies: [],
      exports: ["."],
    };
    const found = judge({ ...house, files: [], workspaces: [extra] });
    expect(found).toEqual([expect.stringContaining("@farthing/extra is not in the table")]);
  });

  test("every form of import is seen", () => {
    const text = [
      'import a from "a";',
      'import "b";',
      'export * from "c";',
      'export { d } from "d";',
      'import type { E } from "e";',
      'const f = await import("f");',
      'type G = import("g").G;',
    ].join("\n");
    const found = importsOf({ path: "made-up.ts", text });
    expect(found.map(({ specifier }) => specifier).join("")).toBe("abcdefg");
    expect(found.filter(({ runs }) => !runs).map(({ line }) => line)).toEqual([5, 7]);
  });
});
