import { existsSync } from "node:fs";
import { join } from "node:path";

/** A restore was cut off while it exchanged the files: what lies in the folder may be half of two ledgers. */
export class RestoreUnfinished extends Error {
  override readonly name = "RestoreUnfinished";
}

/** Lies in the data folder while a restore exchanges its files. */
export function unfinishedMark(folder: string): string {
  return join(folder, "restore.unfinished");
}

/** Throws `RestoreUnfinished` when a restore into `folder` was begun and not ended. */
export function requireFinished(folder: string): void {
  if (!existsSync(unfinishedMark(folder))) return;
  throw new RestoreUnfinished(
    `A restore into ${folder} was cut off while it exchanged the files: run it again with --replace, which keeps what lies there now.`,
  );
}
