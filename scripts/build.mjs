// Builds what browsers load, and only that: Node runs the source. A bundle whose sources did not change is kept.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { filesBelow, hashFiles, readStamp } from "./hash.mjs";
import { node24 } from "./node24.mjs";
import { toolEnvironment } from "./run.mjs";
import { Stop, runScript, say, secondsSince } from "./say.mjs";
import { listWorkspaces, root } from "./workspaces.mjs";

const bundled = ["packages/elements", "apps/web"];

/**
 * Builds each browser bundle whose stamp does not match its sources. Throws a Stop, with Vite's words above it, when a
 * build fails.
 * @returns {Promise<string[]>} the folders that were built
 */
export async function ensureBuilt() {
  const stale = bundled.filter((folder) => readStamp(stampOf(folder)) !== sourceHash(folder));
  for (const folder of stale) build(folder);
  return stale;
}

/** @param {string} folder */
function stampOf(folder) {
  return join(root, folder, "dist/.farthing-build");
}

/**
 * Hash of everything a bundle is made from: the workspace itself, the source of the workspaces it depends on, and the
 * lock, which names the version of every other package.
 * @param {string} folder
 * @param {string} [house]
 */
export function sourceHash(folder, house = root) {
  const sources = closure(folder, house).flatMap((each) => {
    return filesBelow(join(house, each)).filter((file) => !/\.test\.tsx?$/.test(file));
  });
  return hashFiles(house, [
    ...sources,
    join(house, "package-lock.json"),
    join(house, "tsconfig.base.json"),
  ]);
}

/**
 * The folder and those of all workspaces it depends on, directly or not, sorted.
 * @param {string} folder
 * @param {string} house
 */
function closure(folder, house) {
  const workspaces = listWorkspaces(house);
  const reached = new Set([folder]);
  // A Set visits what is added while it is walked, so one loop reaches all.
  for (const each of reached) {
    const wanted = workspaces.find((workspace) => workspace.folder === each)?.dependencies ?? {};
    for (const workspace of workspaces) if (workspace.name in wanted) reached.add(workspace.folder);
  }
  return [...reached].sort();
}

/** @param {string} folder */
function build(folder) {
  const startedAt = performance.now();
  const hash = sourceHash(folder);
  say(`Building ${folder} …`);
  // The stamp goes first and comes back last: whatever ends a build early leaves none, and the build is done again.
  rmSync(stampOf(folder), { force: true });
  for (const config of configsOf(folder)) runVite(folder, config);
  if (!existsSync(join(root, folder, "dist"))) {
    throw new Stop(
      `${folder} was built, but not into its dist folder: set build.outDir to "dist" in its vite.config.ts.`,
    );
  }
  writeFileSync(stampOf(folder), `${hash}\n`);
  say(`Built ${folder} in ${secondsSince(startedAt)}.`);
}

/**
 * Names of the Vite configurations of a folder. vite.config.ts comes first and may empty dist; others, such as
 * vite.frame.config.ts, add to it (build.emptyOutDir: false).
 * @param {string} folder
 */
function configsOf(folder) {
  const names = readdirSync(join(root, folder)).filter((name) =>
    /^vite\.\w+\.config\.ts$/.test(name),
  );
  const configs = ["vite.config.ts", ...names.sort()];
  if (!existsSync(join(root, folder, "vite.config.ts"))) {
    throw new Stop(
      `${folder} has no vite.config.ts: add one, or take the folder out of the list in scripts/build.mjs.`,
    );
  }
  return configs;
}

/**
 * @param {string} folder
 * @param {string} config
 */
function runVite(folder, config) {
  const args = [
    join(root, "node_modules/vite/bin/vite.js"),
    "build",
    "--config",
    config,
    "--logLevel",
    "warn",
  ];
  const { status, stdout, stderr } = spawnSync(node24(), args, {
    cwd: join(root, folder),
    env: { ...toolEnvironment(), NODE_ENV: "production" },
    encoding: "utf8",
    maxBuffer: 16 * 1024 * 1024,
  });
  // What a build says of its own accord is what its files weigh.
  if (status === 0) return void (stdout.trim() !== "" && say(stdout.trim()));
  say(`${stdout}${stderr}`);
  throw new Stop(
    `${folder} was not built: Vite's own words are above; correct the source they name, then run the same command again.`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await runScript(async () => (await ensureBuilt(), 0));
