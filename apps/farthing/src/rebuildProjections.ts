import { join } from "node:path";
import { openLedger } from "@farthing/ledger";
import { openStore, rebuildViews, type RebuildProgress } from "@farthing/server";
import { requireStartable } from "./requireStartable.ts";

/**
 * Empties what the store shows of the journal and fills it again from the first entry; answers how many entries that
 * were. One that was killed goes on where it stood. The server must not be running: the folder's lock says so.
 */
export async function rebuildProjections(
  folder: string,
  checkpointFiles: readonly string[],
  onProgress: (progress: RebuildProgress) => void,
): Promise<bigint> {
  await requireStartable(folder, checkpointFiles);
  const ledger = await openLedger({
    folder,
    onFault(error) {
      throw error;
    },
  });
  try {
    const path = join(folder, "store.db");
    // Brings an older store up to date first.
    await (await openStore(path)).destroy();
    return rebuildViews(path, ledger, onProgress);
  } finally {
    await ledger.close();
  }
}
