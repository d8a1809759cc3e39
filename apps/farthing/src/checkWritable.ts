import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "@farthing/ledger";

/** The data folder cannot be written. */
export class FolderNotWritable extends Error {
  override readonly name = "FolderNotWritable";
}

/** Makes the data folder when it is missing (for us alone) and writes into it. Throws `FolderNotWritable`. */
export function checkWritable(folder: string): void {
  const probe = join(folder, `.write-${process.pid}`);
  try {
    makeFolder(folder);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch {
    throw new FolderNotWritable(
      `The data folder ${folder} cannot be written: give this account the right to, or name another folder with FARTHING_DATA.`,
    );
  }
}
