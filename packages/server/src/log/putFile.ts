import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Puts `content` at `path`, whole or not at all, for whoever reads at the same moment. `forced`: before it resolves, the
 * bytes are on disk (`bytes`), or they and the name (`name`), which is what a power cut could still take.
 */
export async function putFile(
  path: string,
  content: Uint8Array | string,
  forced: "nothing" | "bytes" | "name" = "nothing",
): Promise<void> {
  const folder = dirname(path);
  const draft = join(folder, `.${basename(path)}-${randomBytes(6).toString("hex")}`);
  try {
    const file = await open(draft, "wx", 0o644);
    try {
      await file.writeFile(content);
      if (forced !== "nothing") await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  if (forced === "name") await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  const place = await open(folder, "r");
  try {
    await place.sync();
  } finally {
    await place.close();
  }
}
