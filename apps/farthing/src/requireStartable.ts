import { existsSync } from "node:fs";
import { join } from "node:path";
import { type LedgerFacts, ledgerFacts } from "@farthing/ledger";
import { type GoesOnFrom, keepCheckpoint, requireUnbroken, type SeenHead } from "@farthing/server";
import { requireFinished } from "./backup/unfinished.ts";
import { type PublishedAt, readPublished } from "./published.ts";
import { readSnapshot } from "./sqlite/openSnapshot.ts";

/** The newest checkpoint cannot be kept where the settings want it. */
export class CheckpointNotKept extends Error {
  override readonly name = "CheckpointNotKept";
}

/**
 * What must hold before a ledger is opened for writing, because its writer goes to work at once: no restore was cut off
 * in `folder`, and the ledger goes on from every checkpoint that was published. Answers with those. Rejects with
 * `RestoreUnfinished`, `BehindCheckpoint`, `CheckpointUnreadable`, or with what is wrong with a file.
 */
export async function requireStartable(
  folder: string,
  files: readonly string[],
): Promise<PublishedAt[]> {
  requireFinished(folder);
  // Checkpoints first: beside a running server the ledger may only be newer.
  const published = await readPublished(files, folder);
  withLedger(folder, (facts) => requireUnbroken(facts, published));
  return published;
}

/** The ledger in `folder` goes on from what others have seen. Throws `BehindCheckpoint`. */
export function requireSeen(folder: string, seen: readonly SeenHead[]): void {
  withLedger(folder, (facts) => requireUnbroken(facts, seen));
}

/** Hands the ledger's facts to `work`; of a folder without a ledger, those of an empty one. */
function withLedger(
  folder: string,
  work: (facts: Pick<LedgerFacts, "head" | "rootAt">) => void,
): void {
  const path = join(folder, "ledger.db");
  if (!existsSync(path)) {
    const root = new Uint8Array();
    return work({ head: () => ({ seq: 0n, leaves: 0, root, timestamp: 0n }), rootAt: () => root });
  }
  return readSnapshot(path, ({ driver }) => work(ledgerFacts(driver)));
}

/**
 * Brings every file up to the newest checkpoint, so that a place that was added or lost is filled before anything more is
 * published. For the folder's only server. Rejects with `CheckpointNotKept`.
 */
export async function keepEverywhere(
  files: readonly string[],
  published: readonly PublishedAt[],
  goesOnFrom: GoesOnFrom,
): Promise<void> {
  const newest = published.toSorted((a, b) => b.size - a.size)[0];
  if (newest === undefined) return;
  for (const path of files) {
    const kept = published.find(({ from }) => from === path);
    if (kept !== undefined && kept.size >= newest.size) continue;
    try {
      await keepCheckpoint(path, newest, goesOnFrom);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new CheckpointNotKept(
        `The newest checkpoint cannot be kept in ${path} (${why}): give this account the right to, or name another file with FARTHING_CHECKPOINT_COPY.`,
      );
    }
  }
}
