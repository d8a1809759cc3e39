import { setImmediate } from "node:timers/promises";
import { day, hour } from "@farthing/core";
import { sql } from "kysely";
import type { Deps } from "../deps.ts";
import { cookieKeyLifeMs } from "../enrolments/enrolmentEntry.ts";
import { type Duty, startDuty } from "./duty.ts";

/** Rows deleted at one go, milliseconds of work: requests are answered in between. */
const batchMax = 1_000;
/** How long what is over is kept, in milliseconds: long enough for a retry and for a look at what went wrong. */
const keptMs = day;

/** Sweeps once an hour until stopped. */
export function startSweep(deps: Deps): Duty {
  return startDuty(deps, {
    name: "sweep",
    everyMs: hour,
    work: async (stopped) => void (await sweep(deps, stopped)),
  });
}

/**
 * Deletes what is over for a day and nobody can come back to: requests for a grant that never had terms, so that
 * nothing was agreed to or paid, sessions that expired or were ended, and keys of a page's memory that a cookie enrolled
 * (rung C: one a page, so they are many; in the ledger they ended by themselves). Answers with how many rows went.
 */
export async function sweep(
  deps: Deps,
  stopped: () => boolean = () => false,
): Promise<{ grants: number; sessions: number; keys: number }> {
  const before = deps.clock.now() - keptMs;
  return {
    grants: await inBatches(stopped, () => deleteGrants(deps, before)),
    sessions: await inBatches(stopped, () => deleteSessions(deps, before)),
    keys: await inBatches(stopped, () => deleteKeys(deps, before - cookieKeyLifeMs)),
  };
}

async function inBatches(stopped: () => boolean, batch: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let gone = batchMax; gone === batchMax && !stopped();) {
    gone = await batch();
    total += gone;
    await setImmediate();
  }
  return total;
}

async function deleteGrants({ store }: Deps, before: number): Promise<number> {
  const over = store
    .selectFrom("grants")
    .select("id")
    .where("terms", "is", null)
    .where("payment_id", "is", null)
    .where("expires_at", "<=", before)
    .limit(batchMax);
  const { numDeletedRows } = await store
    .deleteFrom("grants")
    .where("id", "in", over)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

async function deleteSessions({ store }: Deps, before: number): Promise<number> {
  const over = store
    .selectFrom("sessions")
    .select("secret_hash")
    .where(sql`coalesce(revoked_at, expires_at)`, "<=", before)
    .limit(batchMax);
  const { numDeletedRows } = await store
    .deleteFrom("sessions")
    .where("secret_hash", "in", over)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

async function deleteKeys({ store }: Deps, before: number): Promise<number> {
  const over = store
    .selectFrom("devices")
    .select("id")
    // The values stand in the text: an index of some rows only is used where the query names the same rows.
    .where(sql<boolean>`by_cookie = 1 and kept = 0`)
    .where("added_at", "<=", before)
    .limit(batchMax);
  const { numDeletedRows } = await store
    .deleteFrom("devices")
    .where("id", "in", over)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
