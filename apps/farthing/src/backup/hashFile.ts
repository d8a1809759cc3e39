import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { CopyTold } from "../sqlite/openSnapshot.ts";

/** A file's content in short. */
export interface FileHash {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

const chunkBytes = 1_048_576;

/**
 * Reads a file to its end; with `to`, what was read is also written there (a new file that only we may read) and is on
 * disk when this resolves, so that the hash is of what was written.
 */
export async function hashFile(
  path: string,
  { onBytes, signal, to }: CopyTold & { readonly to?: string },
): Promise<FileHash> {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(chunkBytes);
  await using from = await open(path, "r");
  await using copy = to === undefined ? null : await open(to, "wx", 0o600);
  for (let bytes = 0; ;) {
    signal.throwIfAborted();
    const { bytesRead } = await from.read(buffer, 0, chunkBytes, bytes);
    if (bytesRead === 0) {
      await copy?.sync();
      return { bytes, sha256: hash.digest("hex") };
    }
    const part = buffer.subarray(0, bytesRead);
    hash.update(part);
    await copy?.writeFile(part);
    bytes += bytesRead;
    onBytes(bytes);
  }
}
