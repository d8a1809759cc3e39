import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder for us alone, and those above it that are missing; one that is there stays as it is. Throws what the
 * system says. (Node's own `recursive` never ends where a folder cannot be made although its parent is there, as below
 * /proc.)
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  mkdirSync(path, { mode: 0o700 });
}
