import { storeFacts } from "@farthing/server";
import { readSnapshot } from "./sqlite/openSnapshot.ts";

/** The store shows entries that the journal does not have. */
export class StoreAhead extends Error {
  override readonly name = "StoreAhead";
}

/**
 * The store at `path` shows no more than the journal's `entries`: else its lists would pass over as many new ones in
 * silence. Throws `StoreAhead`.
 */
export function requireNotAhead(path: string, entries: bigint): void {
  const { most } = readSnapshot(path, ({ driver }) => storeFacts(driver).views());
  if (most <= entries) return;
  throw new StoreAhead(
    `The store in ${path} shows journal entry ${most}, but the journal ends at ${entries}: they are of different moments. Restore both from one backup, or make the store's lists anew with \`farthing rebuild\`.`,
  );
}
