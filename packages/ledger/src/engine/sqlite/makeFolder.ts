import { closeSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { onDisk } from "./diskError.ts";

function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Makes the folder with all above it, and syncs the folders that got a new name: SQLite syncs the one that its
 * files are in, and without its own name in the one above, all of it would be gone after a power cut.
 */
export const makeFolder = onDisk((folder: string): void => {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  const top = dirname(resolve(first));
  let named = dirname(resolve(folder));
  for (; named !== top; named = dirname(named)) syncFolder(named);
  syncFolder(top);
});
