import { ProblemError } from "@farthing/core";
import { sql } from "kysely";
import type { Deps } from "../deps.ts";
import { dropEnrolments } from "../payments/enrolment.ts";
import { dropGroupKey } from "../payments/groupKeys.ts";
import { projectionWaitMs } from "../projections/projection.ts";
import { closeGroups } from "./closedGroups.ts";
import { addToErasedFile, erasedFileOf } from "./erasedFile.ts";
import { forgetPayer } from "./forgetPayer.ts";
import { releaseHolds } from "./releaseHolds.ts";

/**
 * Does what the mark in the journal says: keeps the commitments that merchants prove with, lists the payer for restores,
 * and then destroys in one commit all that is kept of the person, the key last of all. Cut off anywhere it is done again
 * from the beginning. Throws `unavailable` while the lists lag behind the journal.
 */
export async function finishErasure(deps: Deps, payer: string): Promise<void> {
  const { store, projection, ledger, checkpointFiles, logger } = deps;
  if (!(await projection.reached(ledger.head().seq, projectionWaitMs))) {
    throw new ProblemError("unavailable");
  }
  if (!(await isKnown(deps, payer))) return;
  // One that was marked before the mark itself asked that nothing is held.
  await releaseHolds(deps, payer);
  await closeGroups(deps, payer);
  for (const file of checkpointFiles) await addToErasedFile(deps, erasedFileOf(file), payer);
  const keys = await thumbprintsOf(deps, payer);
  await store.transaction().execute((unit) => forgetPayer(unit, payer));
  dropEnrolments(deps, keys);
  dropGroupKey(deps, payer);
  logger.info({ payer }, "a payer was erased");
}

/** Whether anything is left of this payer but what the journal says. */
export async function isKnown({ store }: Pick<Deps, "store">, payer: string): Promise<boolean> {
  const query = store.selectFrom("payers").select("id").where("id", "=", payer);
  return (await query.executeTakeFirst()) !== undefined;
}

async function thumbprintsOf({ store }: Deps, payer: string): Promise<Uint8Array[]> {
  const rows = await store
    .selectFrom("devices")
    .select("thumbprint")
    .where("payer_id", "=", payer)
    .execute();
  return rows.map(({ thumbprint }) => thumbprint);
}

/**
 * Empties the store's log, where copies of what was deleted still lie: the file itself is overwritten as it is deleted
 * (`secure_delete`). Answers whether nothing stood in the way.
 */
export async function emptyStoreLog({ store }: Pick<Deps, "store">): Promise<boolean> {
  const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(store);
  return rows[0]?.busy === 0;
}
