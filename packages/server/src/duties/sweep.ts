import { setImmediate } from "node:timers/promises";
import { day, hour } from "@farthing/core";
import { sql } from "kysely";
import type { Deps } from "../deps.ts";
import { cookieKeyLifeMs } from "../enrolments/enrolmentEntry.ts";
import { sweepConflicts } from "../risk/noteConflict.ts";
import { type Duty, startDuty } from "./duty.ts";

/** Rows deleted at one go, milliseconds of work: requests are answered in between. */
const batchMax = 1_000;
/** How long what is over is kept, in milliseconds: long enough for a retry and for a look at what went wrong. */
const keptMs = day;

/**
 * How long a key that a browser keeps stays known after its time, in milliseconds: its frame forgets it at the first
 * refusal, and until then nobody else is to have it enrolled (rule 4).
 */
const keptKeyMs = 30 * day;

/** Sweeps once an hour until stopped. */
export function startSweep(deps: Deps): Duty {
  return startDuty(deps, {
    name: "sweep",
    everyMs: hour,
    work: async (stopped) => {
      await sweep(deps, stopped);
      await sweepConflicts(deps);
    },
  });
}

/**
 * Deletes what is over for a day and nobody can come back to: requests for a grant that never had terms, or whose terms
 * nobody answered or were refused, so that nothing was agreed to or paid, sessions that expired or were ended, keys that a cookie enrolled (rung C: one a page, so
 * they are many; in the ledger they ended by themselves) and cookie families that were taken back. Undo and receipts ask
 * the journal, not these rows. Answers with how many rows went.
 */
export async function sweep(
  deps: Deps,
  stopped: () => boolean = () => false,
): Promise<{ grants: number; sessions: number; keys: number; families: number }> {
  const before = deps.clock.now() - keptMs;
  return {
    grants:
      (await inBatches(stopped, () => deleteGrants(deps, unanswered, before))) +
      (await inBatches(stopped, () => deleteGrants(deps, abandoned, before))),
    sessions: await inBatches(stopped, () => deleteSessions(deps, before)),
    keys:
      (await inBatches(stopped, () => deleteKeys(deps, passing, before - cookieKeyLifeMs))) +
      (await inBatches(stopped, () => deleteKeys(deps, kept, deps.clock.now() - keptKeyMs))),
    families: await inBatches(stopped, () => deleteFamilies(deps, before)),
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

// The values stand in the text: an index of some rows only is used where the query names the same rows.
const unanswered = sql<boolean>`terms is null and payment_id is null`;
/** Of an approval under way only the ledger knows how it ended: its row stays. */
const abandoned = sql<boolean>`terms is not null and payment_id is null and status <> 'approved' and (
  terms ->> '$.answer' is null or terms ->> '$.answer.over' = 1)`;

async function deleteGrants(
  { store }: Deps,
  which: typeof unanswered,
  before: number,
): Promise<number> {
  const over = store
    .selectFrom("grants")
    .select("id")
    .where(which)
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

const passing = sql<boolean>`by_cookie = 1 and kept = 0`;
const kept = sql<boolean>`by_cookie = 1 and kept = 1`;

async function deleteKeys({ store }: Deps, which: typeof passing, before: number): Promise<number> {
  const over = store
    .selectFrom("devices")
    .select("id")
    .where(which)
    .where("added_at", "<=", before)
    .limit(batchMax);
  const { numDeletedRows } = await store
    .deleteFrom("devices")
    .where("id", "in", over)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

async function deleteFamilies({ store }: Deps, before: number): Promise<number> {
  const over = await store
    .selectFrom("families")
    .select("id")
    .where("revoked_at", "<=", before)
    .limit(batchMax)
    .execute();
  const ids = over.map(({ id }) => id);
  // Its keys closed with it; what is left of them belongs to no browser any more.
  await store
    .updateTable("devices")
    .set({ family_id: null })
    .where("family_id", "in", ids)
    .execute();
  await store.deleteFrom("families").where("id", "in", ids).execute();
  return ids.length;
}
