import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { syncPath } from "./backup/durable.ts";
import { ConfigError } from "./config.ts";

/** Bytes gathered before they are written at one go. */
const gatherBytes = 1 << 20;

/**
 * Writes a file that only we may read, as `work` hands it over: whole and on disk when this resolves, or not there. One
 * that is there is replaced only then. Rejects with `ConfigError` where there is no such place.
 */
export async function writeWhole<T>(
  path: string,
  work: (write: (text: string) => Promise<void>) => Promise<T>,
): Promise<T> {
  const draft = join(dirname(path), `.${basename(path)}-${randomBytes(6).toString("hex")}`);
  const file = open(draft, path);
  try {
    let gathered: Buffer[] = [];
    let bytes = 0;
    const flush = () => {
      const all = Buffer.concat(gathered);
      for (let at = 0; at < all.length;) at += writeSync(file, all, at);
      gathered = [];
      bytes = 0;
    };
    const result = await work((text) => {
      const part = Buffer.from(text);
      gathered.push(part);
      bytes += part.length;
      if (bytes >= gatherBytes) flush();
      return Promise.resolve();
    });
    flush();
    fsyncSync(file);
    closeSync(file);
    renameSync(draft, path);
    syncPath(dirname(path));
    return result;
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function open(draft: string, path: string): number {
  try {
    return openSync(draft, "wx", 0o600);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new ConfigError(
      `${path} cannot be written (${code}): name a file in a folder that is there.`,
    );
  }
}
