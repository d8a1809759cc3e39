import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";

/** The JSON in a file only we may read, or `null` when there is no such file. */
export function readPrivateJson(path: string): unknown {
  try {
    const text = readFileSync(path, "utf8");
    chmodSync(path, 0o600);
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Writes JSON that only we may read: whole and on disk, or not at all. */
export function writePrivateJson(path: string, value: unknown): void {
  const draft = `${path}.new`;
  const file = openSync(draft, "w", 0o600);
  try {
    writeSync(file, `${JSON.stringify(value, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}
