import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { sourceHash } from "./build.mjs";
import { filesBelow, hashFiles, readStamp } from "./hash.mjs";
import {
  ensureInstalled,
  explainFailure,
  installHash,
  lockFaults,
  lockIsInstalled,
} from "./install.mjs";
import { listWorkspaces } from "./workspaces.mjs";

/** @type {string} */
let house;

/**
 * @param {string} path
 * @param {unknown} content a text, or something to write as JSON
 */
function put(path, content) {
  const file = join(house, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
}

const lock = {
  packages: {
    "": { devDependencies: { node: "24.0.0" } },
    "packages/one": {},
    "apps/two": { dependencies: { "@x/one": "1.0.0" } },
    "node_modules/node": { version: "24.0.0" },
    "node_modules/@x/one": { resolved: "packages/one", link: true },
    "node_modules/node-other": { version: "24.0.0", optional: true },
  },
};
const { "node_modules/node-other": _otherPlatform, ...installed } = lock.packages;

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), "farthing-scripts-"));
  const root = {
    name: "x",
    workspaces: ["packages/*", "apps/*"],
    devDependencies: { node: "24.0.0" },
  };
  put("package.json", root);
  put("package-lock.json", lock);
  put("tsconfig.base.json", "{}");
  put("packages/one/package.json", { name: "@x/one" });
  put("packages/one/src/index.ts", "export const one = 1;");
  put("packages/lonely/readme.md", "no package.json: not a workspace");
  put("apps/two/package.json", { name: "@x/two", dependencies: { "@x/one": "1.0.0" } });
  put("apps/two/src/main.ts", "one;");
});

afterEach(() => rmSync(house, { recursive: true, force: true }));

describe("hashes", () => {
  test("see names and contents, not dates, and skip what is installed or built", () => {
    const before = hashFiles(house, filesBelow(house));
    put("packages/one/node_modules/a.js", "x");
    put("packages/one/dist/a.js", "x");
    put("packages/one/src/index.ts", "export const one = 1;");
    expect(hashFiles(house, filesBelow(house))).toBe(before);
    put("packages/one/src/index.ts", "export const one = 2;");
    const edited = hashFiles(house, filesBelow(house));
    put("packages/one/src/more.ts", "");
    expect(new Set([before, edited, hashFiles(house, filesBelow(house))]).size).toBe(3);
  });

  test("a bundle's hash follows the source of the workspaces it depends on, and no test", () => {
    const before = sourceHash("apps/two", house);
    put("packages/one/src/index.test.ts", "a test");
    expect(sourceHash("apps/two", house)).toBe(before);
    put("packages/one/src/index.ts", "export const one = 2;");
    expect(sourceHash("apps/two", house)).not.toBe(before);
    const alone = sourceHash("packages/one", house);
    put("apps/two/src/main.ts", "two;");
    expect(sourceHash("packages/one", house)).toBe(alone);
  });

  test("workspaces are the folders with a package.json", () => {
    expect(listWorkspaces(house).map(({ folder }) => folder)).toEqual(["apps/two", "packages/one"]);
  });
});

describe("installing", () => {
  const stamp = () => readStamp(join(house, "node_modules/.farthing-install"));

  beforeEach(() => put("node_modules/node/bin/node", "the program"));

  test("what npm installed by hand is taken over; the stamp then says so", async () => {
    put("node_modules/.package-lock.json", { packages: installed });
    expect(lockIsInstalled(house)).toBe(true);
    expect(await ensureInstalled(house)).toBe("present");
    expect(stamp()).toBe(installHash(house));
    rmSync(join(house, "node_modules/.package-lock.json"));
    expect(await ensureInstalled(house)).toBe("present");
  });

  test("a killed install, another version and a changed package.json are all seen", () => {
    expect(lockIsInstalled(house)).toBe(false);
    put("node_modules/.package-lock.json", { packages: installed });
    rmSync(join(house, "node_modules/node"), { recursive: true });
    expect(lockIsInstalled(house)).toBe(false);
    put("node_modules/node/bin/node", "the program");
    const old = { ...installed, "node_modules/node": { version: "23.0.0" } };
    put("node_modules/.package-lock.json", { packages: old });
    expect(lockIsInstalled(house)).toBe(false);
    put("node_modules/.package-lock.json", { packages: installed });
    const before = installHash(house);
    put("packages/one/package.json", { name: "@x/one", dependencies: { zod: "4.0.0" } });
    expect(installHash(house)).not.toBe(before);
    expect(lockIsInstalled(house)).toBe(false);
    expect(lockFaults(house)).toEqual([expect.stringContaining("packages/one/package.json")]);
  });

  test("a failed install ends in one sentence, without a stamp", async () => {
    put("package-lock.json", { ...lock, lockfileVersion: 3, requires: true });
    vi.stubEnv("npm_config_offline", "true");
    vi.stubEnv("npm_config_cache", join(house, "empty-cache"));
    await expect(ensureInstalled(house)).rejects.toThrow(
      /Packages were not installed\. The npm registry could not be reached: .* same command again\.$/,
    );
    vi.unstubAllEnvs();
    expect(stamp()).toBeNull();
  });

  test.each([
    ["npm error code ENOTFOUND", "connect to the network"],
    ["npm error code ENOSPC", "disk is full"],
    ["npm error code EACCES", "not writable"],
    ["Error: spawn npm ENOENT", "npm was not found"],
    ["npm error code EUSAGE", "run `npm install`"],
    ["npm error code EINTEGRITY", "npm's own words are above"],
  ])("%s", (output, nextStep) => {
    expect(explainFailure(output)).toContain(output);
    expect(explainFailure(output)).toContain(nextStep);
  });
});

test("scripts import nothing that is not there before the install", () => {
  const folder = import.meta.dirname;
  const scripts = readdirSync(folder).filter((name) => !name.endsWith(".test.mjs"));
  expect(scripts).toContain("start.mjs");
  for (const name of scripts) {
    const text = readFileSync(join(folder, name), "utf8");
    const specifiers = [...text.matchAll(/^import [^;]*?"([^"]+)";$/gms)].map(([, found]) => found);
    expect(specifiers.filter((found = "") => !/^(node:|\.\/)/.test(found))).toEqual([]);
  }
});
