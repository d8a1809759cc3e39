import { DiskFailed, LedgerDamaged } from "../errors.ts";
import { onDisk } from "../engine/sqlite/diskError.ts";
import type { LedgerReader } from "../engine/sqlite/readLedger.ts";

/** Wrong money stops the process, also when it is a reader who meets it. */
export function guardReads(reader: LedgerReader, onFault: (error: Error) => void): LedgerReader {
  function guard<Args extends unknown[], Result>(
    read: (...args: Args) => Result,
  ): (...args: Args) => Result {
    const named = onDisk(read);
    return (...args) => {
      try {
        return named(...args);
      } catch (error) {
        if (error instanceof LedgerDamaged || error instanceof DiskFailed) onFault(error);
        throw error;
      }
    };
  }
  return {
    lookupEntry: guard(reader.lookupEntry),
    lookupAccounts: guard(reader.lookupAccounts),
    lookupLimits: guard(reader.lookupLimits),
    lookupCounters: guard(reader.lookupCounters),
    lookupClaims: guard(reader.lookupClaims),
    lookupHolds: guard(reader.lookupHolds),
    head: guard(reader.head),
    entriesAfter: guard(reader.entriesAfter),
    entryAtLeaf: guard(reader.entryAtLeaf),
    leafProof: guard(reader.leafProof),
    rootAt: guard(reader.rootAt),
    logTile: guard(reader.logTile),
    snapshotAccounts: guard(reader.snapshotAccounts),
  };
}
