import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { dirname, resolve } from "node:path";

function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

// Not Node's own `recursive`: it never ends where a folder cannot be made although its parent is there (below /proc).
function make(folder: string): void {
  if (existsSync(folder)) return;
  const above = dirname(folder);
  if (above !== folder) make(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Somebody else was first.
    if (!existsSync(folder)) throw error;
  }
  syncFolder(above);
}

/**
 * Makes a folder for us alone with all above it that are missing, and syncs those that got a new name: SQLite syncs the
 * one that its files are in, and without its own name in the one above, all of it would be gone after a power cut. Throws
 * what the system says.
 */
export function makeFolder(folder: string): void {
  make(resolve(folder));
}
