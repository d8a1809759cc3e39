import { day, hour } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { linkLifeMs } from "./askByMail.ts";

const batchMax = 1_000;
/** How long a recovery that ended can be looked up, in milliseconds: as long as its cancelling counts. */
const keptMs = 90 * day;
/** How long tries in vain are remembered; their count begins anew before. */
const triesKeptMs = 7 * day;

/** Sweeps once an hour until stopped. */
export function startRecoverySweep(deps: Deps): Duty {
  const work = () => sweepRecoveries(deps);
  return startDuty(deps, { name: "recovery sweep", everyMs: hour, work });
}

/** Deletes links that nobody used in time, recoveries that ended long ago, and tries that no longer count; 1,000 of each. */
export async function sweepRecoveries({ store, clock }: Deps): Promise<void> {
  const now = clock.now();
  const unused = store
    .selectFrom("recoveries")
    .select("id")
    .where("state", "=", "asked")
    .where("asked_at", "<=", now - linkLifeMs)
    .limit(batchMax);
  await store.deleteFrom("recoveries").where("id", "in", unused).execute();
  const ended = store
    .selectFrom("recoveries")
    .select("id")
    .where("ended_at", "<=", now - keptMs)
    .limit(batchMax);
  await store.deleteFrom("recoveries").where("id", "in", ended).execute();
  const old = store
    .selectFrom("tries")
    .select("key")
    .where("last_at", "<=", now - triesKeptMs)
    .limit(batchMax);
  await store.deleteFrom("tries").where("key", "in", old).execute();
}
