import { minute, ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { closeWallet } from "../freezes/freeze.ts";
import { erasedFileOf, readErasedFile } from "./erasedFile.ts";
import { finishErasure, isKnown } from "./finishErasure.ts";
import { markErased } from "./markErased.ts";
import { releaseHolds } from "./releaseHolds.ts";

/** A backup may be far behind the journal that it came with, and nobody is answered before this is done. */
const catchUpMs = 10 * minute;

/**
 * Erases again whom a restored backup brought back: the lists beside the newest checkpoint outlive a restore. Before the
 * first answer, so that nobody who left is here again, not for a moment. A backup that holds the mark itself is finished
 * by the duty.
 */
export async function replayErasures(deps: Deps): Promise<void> {
  const lists = await Promise.all(
    deps.checkpointFiles.map((file) => readErasedFile(erasedFileOf(file))),
  );
  for (const payer of new Set(lists.flat())) {
    if (!(await isKnown(deps, payer))) continue;
    deps.logger.warn({ payer }, "a restored backup knew an erased payer: erased again");
    // What is held goes back first: from a closed account it would go nowhere.
    await closeWallet(deps, payer);
    // By the lists, which name what is held.
    await deps.projection.reached(deps.ledger.head().seq, catchUpMs);
    await releaseHolds(deps, payer);
    if (!(await markErased(deps, payer, { again: true }))) throw new ProblemError("unavailable");
    await finishErasure(deps, payer);
  }
}
