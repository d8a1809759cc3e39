import { setImmediate } from "node:timers/promises";
import { day, hour } from "@farthing/core";
import { type RawBuilder, sql } from "kysely";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";

/** All heads of the last day are kept: whoever saw one can still be shown it. */
const keptMs = day;
/** How far a later look goes back behind the one before: an anchor may have let go of a head meanwhile. */
const lookedAtMs = 7 * day;
/** Rows deleted at one go, about 2 MB: requests are answered in between. */
const batchMax = 500;

/** Thins the heads out once an hour until stopped: the first time from the oldest on, however long the server stood. */
export function startThinning(deps: Deps): Duty {
  let from = 0;
  return startDuty(deps, {
    name: "checkpoint-thinning",
    everyMs: hour,
    work: async (stopped) => {
      const before = deps.clock.now() - keptMs;
      await thinCheckpoints(deps, { from, stopped });
      from = before - lookedAtMs;
    },
  });
}

/** What is thinned out: heads from this time on (milliseconds), until `stopped`. */
interface Thinning {
  readonly from?: number;
  readonly stopped?: () => boolean;
}

/**
 * Deletes signed heads that are older than a day, but for the last of each hour, those that anybody else signed too or
 * that an anchor names, and the newest. The log loses nothing by it: every head can be proven to begin the newest one.
 * Goes from hour to hour, over those without a head at one step. Answers with how many went.
 */
export async function thinCheckpoints(
  deps: Deps,
  { from = 0, stopped = () => false }: Thinning = {},
): Promise<number> {
  const before = deps.clock.now() - keptMs;
  let total = 0;
  let start = from - (from % hour);
  while (!stopped()) {
    const oldest = await oldestHead(deps, { start, end: before });
    if (oldest === null) return total;
    start = oldest - (oldest % hour);
    const gone = await deleteSome(deps, { start, end: Math.min(start + hour, before) });
    total += gone;
    if (gone < batchMax) start += hour;
    await setImmediate();
  }
  return total;
}

/** From `start` on and before `end`, in milliseconds. */
interface Span {
  readonly start: number;
  readonly end: number;
}

async function oldestHead({ store }: Deps, { start, end }: Span): Promise<number | null> {
  const row = await store
    .selectFrom("checkpoints")
    .select("created_at")
    .where("created_at", ">=", start)
    .where("created_at", "<", end)
    .orderBy("created_at")
    .limit(1)
    .executeTakeFirst();
  return row?.created_at ?? null;
}

async function deleteSome(deps: Deps, span: Span): Promise<number> {
  const { numDeletedRows } = await deps.store
    .deleteFrom("checkpoints")
    .where("size", "in", headsOver(deps, span))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** The sizes of heads that may go of those in one hour. */
export function headsOver({ store, keys }: Pick<Deps, "store" | "keys">, { start, end }: Span) {
  const lastOfHour = sql<number>`(
    select max(size) from checkpoints where created_at >= ${start} and created_at < ${end})`;
  return (
    store
      .selectFrom("checkpoints")
      .select("size")
      .where("created_at", ">=", start)
      .where("created_at", "<", end)
      .where("size", "!=", lastOfHour)
      .where("size", "!=", sql<number>`(select max(size) from checkpoints)`)
      // What anchors hold, or are being sent.
      .where("size", "not in", store.selectFrom("anchorings").select("size"))
      .where(signatures, "<=", keys.log.length)
      .limit(batchMax)
  );
}

/** Lines that sign a note: the log's own, and one for each witness. */
const signatures: RawBuilder<number> = sql<number>`
  (length(note) - length(replace(note, char(10) || '— ', ''))) / 3`;
