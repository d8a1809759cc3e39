// Content hashes of sets of files, for the stamps that let a later start skip work already done.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const skippedFolders = new Set(["node_modules", "dist", ".git"]);

/**
 * Every file below `folder` (or `folder` itself when it is a file), sorted, without installed or built files.
 * @param {string} folder absolute path; may be absent
 * @returns {string[]} absolute paths
 */
export function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  /** @type {string[]} */
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) found.push(path);
    else if (entry.isDirectory() && !skippedFolders.has(entry.name))
      found.push(...filesBelow(path));
  }
  return found.sort();
}

/**
 * SHA-256 over names and contents: a rename, an edit and a deletion all change it; a touched date or another checkout
 * folder does not.
 * @param {string} root absolute path that the names are relative to
 * @param {readonly string[]} files absolute paths
 * @returns {string} 64 hex digits
 */
export function hashFiles(root, files) {
  const hash = createHash("sha256");
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file).split(sep).join("/")}\0${content.length}\0`);
    hash.update(content);
  }
  return hash.digest("hex");
}

/**
 * @param {string} file absolute path of a stamp
 * @returns {string | null} what it says, or null when there is none
 */
export function readStamp(file) {
  return existsSync(file) ? readFileSync(file, "utf8").trim() : null;
}
