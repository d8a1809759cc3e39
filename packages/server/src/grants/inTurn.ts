import type { Deps } from "../deps.ts";

const turns = new WeakMap<Deps, Map<string, Promise<unknown>>>();

/**
 * Does `work` when all earlier work on this grant in this process is over. An approval that is refused takes its rows
 * back; beside a twin (the same answer, sent again) it would take those that the twin is being paid under.
 */
export async function inTurn<Result>(
  deps: Deps,
  grant: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const lanes = turns.get(deps) ?? new Map<string, Promise<unknown>>();
  turns.set(deps, lanes);
  const own = (lanes.get(grant) ?? Promise.resolve()).then(work, work);
  lanes.set(grant, own);
  try {
    return await own;
  } finally {
    if (lanes.get(grant) === own) lanes.delete(grant);
  }
}
