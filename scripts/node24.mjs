// Node 24 runs the TypeScript source; the machine's own Node may be 20. The npm package `node` brings the right one.
import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { Stop } from "./say.mjs";
import { root } from "./workspaces.mjs";

const majorMin = 24;

/**
 * @param {string} [house] root folder, this one unless told
 * @returns {string} absolute path of a Node that is at least 24; throws a Stop when none was installed
 */
export function node24(house = root) {
  const places = [join(house, "node_modules/.bin/node"), join(house, "node_modules/node/bin/node")];
  const path = places.find((place) => existsSync(place));
  if (path !== undefined && majorOf(path) >= majorMin) return path;
  if (major(process.version) >= majorMin) return process.execPath;
  const found = path === undefined ? "is missing" : "does not run or is too old";
  throw new Stop(
    `Node ${majorMin} ${found} in node_modules: allow the package "node" its install script ` +
      "(npm config: ignore-scripts must be off), delete node_modules and run the same command again.",
  );
}

/** @param {string} path */
function majorOf(path) {
  if (realpathSync(path) === realpathSync(process.execPath)) return major(process.version);
  const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 10_000 });
  return major(stdout ?? "");
}

/** @param {string} version such as "v24.21.0" */
export function major(version) {
  return Number(/^v(\d+)\./.exec(version)?.[1] ?? 0);
}
