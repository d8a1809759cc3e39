// npm test: everything, from a fresh clone. Ends with one line, "N passed, N failed".
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { ensureChromium } from "./chromium.mjs";
import { countTests, nameFailures, readReport } from "./count-tests.mjs";
import { ensureFirefox } from "./firefox.mjs";
import { ensureGo } from "./golang.mjs";
import { ensureInstalled } from "./install.mjs";
import { node24 } from "./node24.mjs";
import { exitCode, toolEnvironment } from "./run.mjs";
import { Stop, runScript, say, secondsSince } from "./say.mjs";
import { ensureWebKit } from "./webkit.mjs";
import { root } from "./workspaces.mjs";

/** @type {readonly [string, () => Promise<void>][]} */
const staticSteps = [
  ["Chromium", async () => void (process.env["CHROME_PATH"] = ensureChromium())],
  ["engines", async () => void [ensureFirefox(), ensureWebKit(), ensureGo()]],
  ["build", async () => void (await ensureBuilt())],
  ["format", () => npmScript("format:check", "run `npm run format`")],
  ["lint", () => npmScript("lint", "correct the lines named above")],
  ["types", () => npmScript("types", "correct the lines named above")],
  ["dead code", () => npmScript("dead", "delete what is named above, or use it")],
];
const projects = ["unit", "e2e"];

/** @type {string[]} */
const times = [];
/** @type {string[]} */
const faults = [];

await runScript(async () => {
  await timed("install", async () => void (await ensureInstalled()));
  // The first failing static step is enough to mend; the tests run all the same, so that one run tells both.
  if (faults.length === 0)
    for (const [name, run] of staticSteps) if (faults.length === 0) await timed(name, run);
  const installed = !faults.some((fault) => fault.startsWith("install:"));
  const counts = installed ? await runProjects() : { passed: 0, failed: 0 };
  say(`\n${times.join("\n")}`);
  for (const fault of faults) say(`\nFailed: ${fault}`);
  process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed\n`);
  return faults.length === 0 && counts.failed === 0 && counts.passed > 0 ? 0 : 1;
});

async function runProjects() {
  const total = { passed: 0, failed: 0 };
  for (const project of projects) {
    await timed(`${project} tests`, async () => {
      const { passed, failed, names, code } = await runVitest(project);
      total.passed += passed;
      total.failed += failed;
      if (passed + failed === 0) throw new Stop("no test ran");
      if (failed > 0) throw new Stop([`${failed} of ${passed + failed}`, ...names].join("\n  "));
      if (code !== 0)
        throw new Stop("all tests passed, yet Vitest ended with an error, named above");
    });
  }
  return total;
}

/** @param {string} project */
async function runVitest(project) {
  const folder = mkdtempSync(join(tmpdir(), "farthing-test-"));
  const report = join(folder, "report.json");
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  try {
    const code = await run(node24(), [vitest, "run", "--project", project, ...reporters]);
    const written = readReport(report);
    return { ...countTests(written), names: nameFailures(written, root), code };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} name
 * @param {string} nextStep
 */
async function npmScript(name, nextStep) {
  const code = await run("npm", ["run", "--silent", name]);
  if (code !== 0) throw new Stop(`${nextStep}, then run \`npm run ${name}\` to check`);
}

/**
 * Runs a step, notes the time it took, and keeps a Stop as a fault of the run.
 * @param {string} name
 * @param {() => Promise<void>} step
 */
async function timed(name, step) {
  const startedAt = performance.now();
  say(`\n── ${name}`);
  try {
    await step();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    faults.push(`${name}: ${error.message}`);
  }
  times.push(`${name.padEnd(12)} ${secondsSince(startedAt).padStart(8)}`);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code. When this process is asked to stop, so is the command, and nothing follows.
 */
function run(command, args) {
  const child = spawn(command, args, { cwd: root, env: toolEnvironment(), stdio: "inherit" });
  let asked = false;
  const stop = (/** @type {NodeJS.Signals} */ signal) => {
    asked = true;
    child.kill(signal);
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      process.off("SIGTERM", stop).off("SIGINT", stop);
      if (asked) process.exit(130);
      resolve(exitCode(code, signal));
    });
  });
}
