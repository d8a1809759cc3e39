import { ProblemError } from "@farthing/core";
import type { RecoveryReviews } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { isFrozen } from "../freezes/isFrozen.ts";

const casesMax = 100;

/** Recoveries that wait for the operator, the oldest first: the wallet was frozen meanwhile, or often cancelled one. */
export async function listReviews(deps: Deps): Promise<RecoveryReviews> {
  const rows = await deps.store
    .selectFrom("recoveries")
    .innerJoin("payers", "payers.id", "payer_id")
    .select(["recoveries.id as id", "payer_id", "name", "way", "began_at", "ready_at"])
    .where("review", "=", "open")
    .where("state", "=", "waiting")
    .orderBy("began_at")
    .limit(casesMax)
    .execute();
  const cases = rows.map(async (row) => ({
    id: row.id,
    wallet: row.name,
    way: row.way,
    beganAt: row.began_at ?? 0,
    readyAt: row.ready_at ?? 0,
    frozen: isFrozen(deps, row.payer_id),
    cancelled: await cancelledOf(deps, row.payer_id),
  }));
  return { recoveries: await Promise.all(cases) };
}

async function cancelledOf({ store }: Deps, payer: string): Promise<number> {
  const { count } = await store
    .selectFrom("recoveries")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("payer_id", "=", payer)
    .where("state", "=", "cancelled")
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * The operator's word on a recovery: allowed, it goes on once its wait is over; refused, it ends. The same again changes
 * nothing. Throws `not-found`, `recovery-closed`.
 */
export async function decideReview(
  deps: Deps,
  { id, outcome }: { id: string; outcome: "allow" | "refuse" },
): Promise<void> {
  const change =
    outcome === "allow"
      ? { review: "allowed" as const }
      : { state: "refused" as const, review: null, ended_at: deps.clock.now() };
  const { numUpdatedRows } = await deps.store
    .updateTable("recoveries")
    .set(change)
    .where("id", "=", id)
    .where("state", "=", "waiting")
    .where("review", "=", "open")
    .executeTakeFirst();
  if (numUpdatedRows === 1n) {
    deps.logger.info({ recovery: id, outcome }, "a recovery was decided");
    return;
  }
  const row = await deps.store
    .selectFrom("recoveries")
    .select(["state", "review"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError("not-found");
  const isSame = outcome === "allow" ? row.review === "allowed" : row.state === "refused";
  if (!isSame) throw new ProblemError("recovery-closed");
}
