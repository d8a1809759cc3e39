import { bytesEqual } from "@farthing/core";
import type { LedgerFacts } from "@farthing/ledger";

/** The ledger is not the one from which a checkpoint was published: an older copy of it, or another one. */
export class BehindCheckpoint extends Error {
  override readonly name = "BehindCheckpoint";
}

const wayOut =
  "restore a newer backup, or read docs/how-to/back-up-and-restore.md on what to do when there is none";

/** A head that somebody has seen: of a witness that tells no root, its size alone. */
export interface SeenHead {
  readonly size: number;
  readonly root: Uint8Array | null;
  /** Where it was found, for the sentence about it. */
  readonly from: string;
}

/**
 * Throws `BehindCheckpoint` unless the ledger goes on from every head that was published. A restored copy that is
 * behind would sign another history under the same name, and pay again what it has forgotten: it must not run.
 */
export function requireUnbroken(
  ledger: Pick<LedgerFacts, "head" | "rootAt">,
  published: readonly SeenHead[],
): void {
  const { leaves } = ledger.head();
  for (const { size, root, from } of published) {
    if (leaves < size) {
      throw new BehindCheckpoint(
        `The ledger has ${leaves} leaves, but a checkpoint over ${size} was published (${from}): it is ${size - leaves} behind, as after the restore of an older backup: ${wayOut}.`,
      );
    }
    if (root !== null && !bytesEqual(ledger.rootAt(size), root)) {
      throw new BehindCheckpoint(
        `The ledger's first ${size} leaves are not those of the checkpoint that was published over them (${from}): it has another history: ${wayOut}.`,
      );
    }
  }
}
