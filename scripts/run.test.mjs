import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { chromiumMissing, findChromium } from "./chromium.mjs";
import { countTests, nameFailures } from "./count-tests.mjs";
import { major, node24 } from "./node24.mjs";
import { exitCode, onceABurst } from "./run.mjs";
import { root } from "./workspaces.mjs";

describe("a program started on Node 24", () => {
  /** @type {string} */
  let folder;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "farthing-run-"));
    // The program counts the signals it hears and ends, with the count as its exit code, a little later.
    const program = `
      let heard = 0;
      for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {
        heard += 1;
        setTimeout(() => process.exit(40 + heard), 200);
      });
      setInterval(() => {}, 1000);
      console.log(process.pid);`;
    writeFileSync(join(folder, "program.mjs"), program);
    const run = pathToFileURL(join(root, "scripts/run.mjs")).href;
    const parent = `
      import { runOnNode24 } from ${JSON.stringify(run)};
      process.exitCode = await runOnNode24([${JSON.stringify(join(folder, "program.mjs"))}]);`;
    writeFileSync(join(folder, "parent.mjs"), parent);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function start(script = "parent.mjs") {
    const parent = spawn(node24(), [join(folder, script)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    /** @type {number} */
    const pid = await new Promise((resolve) => {
      parent.stdout.once("data", (chunk) => resolve(Number(chunk)));
    });
    /** @type {Promise<number | null>} */
    const ended = new Promise((resolve) => {
      parent.on("exit", resolve);
    });
    return { parent, pid, ended };
  }

  test.each(/** @type {const} */ (["SIGINT", "SIGTERM"]))(
    "%s sent twice reaches it once, and its exit code comes back",
    async (signal) => {
      const { parent, pid, ended } = await start();
      parent.kill(signal);
      parent.kill(signal);
      expect(await ended).toBe(41);
      expect(isAlive(pid)).toBe(false);
    },
  );

  test("it stops when the process that started it is killed", async () => {
    const { parent, pid, ended } = await start();
    parent.kill("SIGKILL");
    await ended;
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });

  test("it stops when npm, which started all of it, is killed", async () => {
    const npm = `
      import { spawn } from "node:child_process";
      const env = { ...process.env, npm_lifecycle_event: "start" };
      const parent = ${JSON.stringify(join(folder, "parent.mjs"))};
      spawn(process.execPath, [parent], { env, stdio: "inherit" });`;
    writeFileSync(join(folder, "npm.mjs"), npm);
    const { parent, pid } = await start("npm.mjs");
    parent.kill("SIGKILL");
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });

  /** @param {number} pid */
  function isAlive(pid) {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }
});

test("one signal of a burst gets through; a later one counts again", () => {
  /** @type {string[]} */
  const heard = [];
  let nowMs = 0;
  const pass = onceABurst(
    (signal) => void heard.push(signal),
    () => nowMs,
  );
  for (const at of [0, 3, 400, 1000]) {
    nowMs = at;
    pass("SIGINT");
  }
  expect(heard).toHaveLength(2);
});

test("exit codes and versions", () => {
  expect([exitCode(0, null), exitCode(3, null), exitCode(null, "SIGTERM")]).toEqual([0, 3, 143]);
  expect([major("v24.21.0"), major("v8.0.0"), major("")]).toEqual([24, 8, 0]);
  expect(major(process.version)).toBeGreaterThanOrEqual(24);
});

describe("finding Chromium", () => {
  const places = ["/usr/bin/chromium", "/opt/chrome"];

  /**
   * @param {NodeJS.ProcessEnv} env
   * @param {readonly string[]} working
   */
  function find(env, working) {
    return findChromium({ env, places, works: (path) => working.includes(path) });
  }

  test("CHROME_PATH, then PATH, then the usual places", () => {
    const env = { PATH: "/a:/b", CHROME_PATH: "/c/chrome" };
    expect(find(env, ["/c/chrome", "/b/chromium", "/opt/chrome"])).toBe("/c/chrome");
    expect(find({ PATH: "/a:/b" }, ["/b/google-chrome", "/opt/chrome"])).toBe("/b/google-chrome");
    expect(find({ PATH: "/a:/b" }, ["/opt/chrome"])).toBe("/opt/chrome");
    expect(find({}, [])).toBeNull();
  });

  test("a CHROME_PATH that does not run is said, not passed over", () => {
    expect(() => find({ CHROME_PATH: "/c/chrome" }, ["/opt/chrome"])).toThrow(
      "/c/chrome, which is not",
    );
    expect(chromiumMissing).toMatch(/CHROME_PATH .* same command again\.$/);
  });
});

describe("a report of Vitest's", () => {
  const results = (/** @type {string[]} */ ...statuses) =>
    statuses.map((status) => ({
      status,
      fullName: `a ${status} test`,
      failureMessages: status === "failed" ? ["Error: 1 is not 2\n    at x.ts:1"] : [],
    }));
  const file = (/** @type {string} */ status, /** @type {string[]} */ ...statuses) => ({
    name: `/farthing/test/${status}.test.ts`,
    status,
    message: status === "failed" ? "Cannot find x\n    at y.ts:1" : "",
    assertionResults: results(...statuses),
  });
  const testResults = [
    file("passed", "passed", "passed"),
    file("failed", "passed", "failed"),
    file("passed", "skipped"),
    file("failed"),
    file("failed", "passed"),
  ];

  test("tests are counted: skipped ones and files that do not load are failures", () => {
    expect(countTests({ testResults })).toEqual({ passed: 4, failed: 4 });
    expect(countTests(null)).toEqual({ passed: 0, failed: 1 });
  });

  test("each failure that is counted is named, with the first line of what it threw", () => {
    expect(nameFailures({ testResults }, "/farthing")).toEqual([
      "test/failed.test.ts: a failed test: Error: 1 is not 2",
      "test/passed.test.ts: a skipped test: skipped",
      "test/failed.test.ts: Cannot find x",
      "test/failed.test.ts: Cannot find x",
    ]);
    expect(nameFailures(null, "/farthing")).toEqual(["Vitest ended before it wrote its report"]);
  });
});
