import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  checkpointFileName,
  type Published,
  readCheckpointFile,
  storeFacts,
} from "@farthing/server";
import { readSnapshot } from "./sqlite/openSnapshot.ts";

/** A published checkpoint and the place where it was found. */
export type PublishedAt = Published & { readonly from: string };

/** Where the newest checkpoint is kept besides the store: in the data folder, and in the copy that settings name. */
export function checkpointFilesOf(folder: string, copy: string | undefined): string[] {
  return [join(folder, checkpointFileName), ...(copy === undefined ? [] : [copy])];
}

/** Every newest checkpoint that is written down: in `files`, and in the store in `folder`. */
export async function readPublished(
  files: readonly string[],
  folder: string,
): Promise<PublishedAt[]> {
  const found: PublishedAt[] = [];
  for (const path of files) {
    const checkpoint = await readCheckpointFile(path);
    if (checkpoint !== null) found.push({ ...checkpoint, from: path });
  }
  const path = join(folder, "store.db");
  const checkpoint = existsSync(path)
    ? readSnapshot(path, ({ driver }) => storeFacts(driver).checkpoint())
    : null;
  if (checkpoint !== null) found.push({ ...checkpoint, from: path });
  return found;
}

/** Leaves under the newest head that is in each anchor for good, by its place, as the store in `folder` says. */
export function readAnchored(folder: string): ReadonlyMap<string, number> {
  const path = join(folder, "store.db");
  if (!existsSync(path)) return new Map();
  return readSnapshot(path, ({ driver }) => storeFacts(driver).anchored());
}
