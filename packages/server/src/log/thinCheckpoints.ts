import { setImmediate } from "node:timers/promises";
import { day, hour } from "@farthing/core";
import { type RawBuilder, sql } from "kysely";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";

/** All heads of the last day are kept: whoever saw one can still be shown it. */
const keptMs = day;
/** What is older was thinned out before, but for what a server that stood still left over. */
const lookedAtMs = 7 * day;
/** Rows deleted at one go, about 2 MB: requests are answered in between. */
const batchMax = 500;

/** Thins the heads out once an hour until stopped. */
export function startThinning(deps: Deps): Duty {
  return startDuty(deps, {
    name: "checkpoint-thinning",
    everyMs: hour,
    work: async (stopped) => void (await thinCheckpoints(deps, stopped)),
  });
}

/**
 * Deletes signed heads that are older than a day, but for the last of each hour, those that anybody else signed too or
 * that an anchor names, and the newest. The log loses nothing by it: every head can be proven to begin the newest one.
 * Answers with how many went.
 */
export async function thinCheckpoints(
  deps: Deps,
  stopped: () => boolean = () => false,
): Promise<number> {
  const before = deps.clock.now() - keptMs;
  let total = 0;
  for (let gone = batchMax; gone === batchMax && !stopped();) {
    gone = await deleteSome(deps, before);
    total += gone;
    await setImmediate();
  }
  return total;
}

async function deleteSome({ store, keys }: Deps, before: number): Promise<number> {
  const from = before - lookedAtMs;
  const lastOfHours = sql<number>`(
    select max(size) from checkpoints where created_at >= ${from} and created_at < ${before}
    group by created_at / ${sql.lit(hour)})`;
  const over = store
    .selectFrom("checkpoints")
    .select("size")
    .where("created_at", ">=", from)
    .where("created_at", "<", before)
    .where("size", "not in", lastOfHours)
    // What anchors hold, or are being sent.
    .where("size", "not in", store.selectFrom("anchorings").select("size"))
    .where("size", "<", sql<number>`(select max(size) from checkpoints)`)
    .where(signatures, "<=", keys.log.length)
    .limit(batchMax);
  const { numDeletedRows } = await store
    .deleteFrom("checkpoints")
    .where("size", "in", over)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Lines that sign a note: the log's own, and one for each witness. */
const signatures: RawBuilder<number> = sql<number>`
  (length(note) - length(replace(note, char(10) || '— ', ''))) / 3`;
