// The folders that npm treats as workspaces, read from the root package.json ("packages/*", "apps/*").
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * @typedef {{ name: string, folder: string, dependencies: Record<string, string> }} Workspace
 *   `folder` is relative to the root, with forward slashes; `dependencies` includes the development ones.
 */

/**
 * @param {string} file
 * @returns {{ name: string, workspaces?: string[], dependencies?: Record<string, string>, devDependencies?: Record<string, string> }}
 */
export function readPackage(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

/**
 * @param {string} [house] root folder to read, this one unless told
 * @returns {Workspace[]} sorted by folder
 */
export function listWorkspaces(house = root) {
  const patterns = readPackage(join(house, "package.json")).workspaces ?? [];
  const parents = patterns.map((pattern) => pattern.replace(/\/\*$/, ""));
  return parents
    .flatMap((parent) => readdirSync(join(house, parent)).map((name) => `${parent}/${name}`))
    .filter((folder) => existsSync(join(house, folder, "package.json")))
    .sort()
    .map((folder) => {
      const { name, dependencies, devDependencies } = readPackage(
        join(house, folder, "package.json"),
      );
      return { name, folder, dependencies: { ...devDependencies, ...dependencies } };
    });
}
