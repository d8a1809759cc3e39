import { assert } from "@farthing/core";
import type { AnchorHead, PublicationState } from "@farthing/log";
import type { Deps } from "../deps.ts";
import { latestCheckpoint } from "../log/checkpoints.ts";
import type { AnchoringTable } from "../store/anchorTables.ts";

/** Whether there is nothing more to do about a head. */
export function isOver(state: PublicationState): boolean {
  return state === "final" || state === "overtaken";
}

const fresh = { state: "intended", detail: null, tries: 0, last_error: null } as const;

/**
 * The head that is on its way into `place`, else the newest one, written down as intended, where it is time and the log has
 * grown since; `null`: there is nothing to do.
 */
export async function nextAnchoring(
  deps: Deps,
  place: string,
): Promise<{ row: AnchoringTable; head: AnchorHead } | null> {
  const last = await deps.store
    .selectFrom("anchorings")
    .selectAll()
    .where("place", "=", place)
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  const row = last !== undefined && !isOver(last.state) ? last : await begin(deps, place, last);
  if (row === null) return null;
  const { note } = await deps.store
    .selectFrom("checkpoints")
    .select("note")
    .where("size", "=", row.size)
    .executeTakeFirstOrThrow();
  return { row, head: { size: row.size, root: row.root, note } };
}

async function begin(
  deps: Deps,
  place: string,
  last: AnchoringTable | undefined,
): Promise<AnchoringTable | null> {
  const now = deps.clock.now();
  const since = last === undefined ? Number.POSITIVE_INFINITY : now - last.begun_at;
  // Below zero the clock was set back: waiting for that moment to come again could take for ever.
  if (since >= 0 && since < deps.config.anchorEveryMs) return null;
  const newest = await latestCheckpoint(deps);
  // An empty log proves nothing, and a place holds it from the start.
  if (newest === null || newest.size <= (last?.size ?? 0)) return null;
  const { size, root } = newest;
  return deps.store
    .insertInto("anchorings")
    .values({ place, size, root, begun_at: now, next_look_at: now, ...fresh })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Writes down where a head is. */
export async function writeAnchoring(
  { store }: Pick<Deps, "store">,
  { place, size }: AnchoringTable,
  now: Partial<AnchoringTable>,
): Promise<void> {
  const { numUpdatedRows } = await store
    .updateTable("anchorings")
    .set(now)
    .where("place", "=", place)
    .where("size", "=", size)
    .executeTakeFirst();
  assert(numUpdatedRows === 1n, "what is on its way is written down");
}

/** Leaves under the newest head that is in `place` for good (0: none), and how often the one on its way failed in a row. */
export async function standingOf(
  { store }: Pick<Deps, "store">,
  place: string,
): Promise<{ leaves: number; failures: number }> {
  const rows = await store
    .selectFrom("anchorings")
    .select(["size", "state", "tries"])
    .where("place", "=", place)
    .orderBy("size", "desc")
    .limit(2)
    .execute();
  const over = rows.find(({ state }) => isOver(state));
  return { leaves: over?.size ?? 0, failures: rows[0]?.tries ?? 0 };
}
