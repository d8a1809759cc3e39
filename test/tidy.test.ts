// The style where a machine can check it; what a linter checks is in .oxlintrc.json. Messages name the way out.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lockFaults } from "../scripts/install.mjs";
import { root } from "../scripts/workspaces.mjs";
import {
  type Shelf,
  headingAnchors,
  judgeDecisions,
  judgeDocsMentions,
  judgeLinks,
  judgePublicNames,
} from "./house/documents.ts";
import { judgeName, judgeNames } from "./house/names.ts";
import { type SourceFile, readHouse } from "./house/source.ts";
import { judgeLength, judgeLengths, judgeSyntax, judgeText } from "./house/tidy.ts";

const files = readHouse();

const shelf: Shelf = {
  exists: (path) => existsSync(join(root, path)),
  read: (path) => readFileSync(join(root, path), "utf8"),
};

describe("the house is tidy", () => {
  test("no file is over 500 lines; half have at most 100, nine in ten at most 300", () => {
    expect(files.length).toBeGreaterThan(50);
    expect([...files.flatMap(judgeLength), ...judgeLengths(files)]).toEqual([]);
  });

  test("no enum, namespace, double assertion or new Date()", () => {
    expect(files.flatMap(judgeSyntax)).toEqual([]);
  });

  test("no unfinished notes, machine paths or registry hosts", () => {
    expect(files.flatMap(judgeText)).toEqual([]);
  });

  test("names use the house's words", () => {
    expect(files.flatMap(judgeNames)).toEqual([]);
  });

  test("every link and every page that is named exists", () => {
    const links = files.flatMap((file) => judgeLinks(file, shelf));
    expect([...links, ...files.flatMap((file) => judgeDocsMentions(file, shelf))]).toEqual([]);
  });

  test("decisions are numbered from 0001 without gaps", () => {
    expect(judgeDecisions(files)).toEqual([]);
  });

  test("every public name of a package is explained", () => {
    const indexes = files.filter(({ path }) => /^packages\/[^/]+\/src\/index\.ts$/.test(path));
    expect(indexes.length).toBeGreaterThan(0);
    expect(indexes.flatMap((index) => judgePublicNames(index, shelf))).toEqual([]);
  });

  test("package-lock.json says what the package.json files say", () => {
    expect(lockFaults(root)).toEqual([]);
  });
});

describe("the test proves itself on made-up faults", () => {
  const decisions = "docs/decisions";

  function code(text: string, path = "packages/x/src/a.ts"): SourceFile {
    return { path, text };
  }

  test("a long file, and many long files", () => {
    expect(judgeLength(code("\n".repeat(500)))).toEqual([]);
    expect(judgeLength(code("\n".repeat(501)))).toEqual([expect.stringContaining("501 lines")]);
    expect(judgeLengths([code("\n".repeat(100))])).toEqual([]);
    expect(judgeLengths([code("\n".repeat(301))])).toHaveLength(2);
  });

  test.each([
    ["enum A { B }", "union of string literals"],
    ["namespace A { export const b = 1; }", "no namespace"],
    ["const a = 1 as unknown as string;", "double assertion"],
    ["const a = new Date();", "Clock"],
  ])("%s", (text, wayOut) => {
    expect(judgeSyntax(code(text))).toEqual([expect.stringContaining(wayOut)]);
  });

  test.each(["const a = new Date(0);", "declare module 'x';", "const a = 1 as const;"])(
    "permitted: %s",
    (text) => {
      expect(judgeSyntax(code(text))).toEqual([]);
    },
  );

  test.each([
    [`// ${"TO"}DO later`, "finish it"],
    [`const a = "/${"home"}/me/x";`, "os.tmpdir()"],
    [`fetch("https://registry.${"npmjs"}.org/x")`, "registry"],
  ])("%s", (text, wayOut) => {
    expect(judgeText(code(text))).toEqual([expect.stringContaining(wayOut)]);
  });

  test.each([
    ["keyManager", "sweeper, writer"],
    ["user_id", "payer, merchant or operator"],
    ["token", "voucher"],
    ["Transaction", "transfer"],
    ["date-utils", "name what it does"],
  ])("the name %s", (name, wayOut) => {
    expect(judgeName(name)).toContain(wayOut);
  });

  test.each([
    "sessionToken",
    "databaseTransaction",
    "userVerification",
    "isUserPresent",
    "utility",
  ])("permitted: the name %s", (name) => {
    expect(judgeName(name)).toBeNull();
  });

  test("names are found wherever they are declared", () => {
    const text =
      "function f(user, { token, a: token }, [...utils]) { const { user } = x; let transaction; }";
    expect(judgeNames(code(text))).toHaveLength(4);
    expect(judgeNames(code("", "packages/x/src/helpers/a.ts"))).toHaveLength(1);
  });

  test("dead links", () => {
    const text = "[a](none.md) [b](b.md#nowhere) [c](#one) [d](b.md#two)\n# One";
    const pages: Readonly<Record<string, string>> = { "pages/a.md": text, "pages/b.md": "# Two" };
    const exists = (path: string): boolean => path in pages;
    const made: Shelf = { exists, read: (path) => pages[path] ?? "" };
    expect(judgeLinks({ path: "pages/a.md", text }, made)).toEqual([
      expect.stringContaining("none.md: no such file"),
      expect.stringContaining("b.md#nowhere: no such heading"),
    ]);
    expect(headingAnchors("## Life of *one* click: 1 c")).toEqual(["life-of-one-click-1-c"]);
    const naming = code(`const docs = "${decisions}/none.md";`);
    expect(judgeDocsMentions(naming, made)).toEqual([expect.stringContaining("no such page")]);
  });

  test("a gap among decisions", () => {
    const first = { path: `${decisions}/0001-a.md`, text: "# 1. A\n" };
    const third = { path: `${decisions}/0003-c.md`, text: "# 3. C\n" };
    expect(judgeDecisions([third, first])).toEqual([
      expect.stringContaining("0002-short-title.md"),
    ]);
  });

  test("a public name without a word of explanation", () => {
    const text =
      "/** Said. */\nexport const a = 1;\n\nexport function b() {}\nexport interface C {}\n";
    const index = code('export { a, b } from "./b.ts";', "packages/x/src/index.ts");
    const found = judgePublicNames(index, { read: () => text });
    expect(found).toEqual([expect.stringContaining("explain b")]);
  });
});
