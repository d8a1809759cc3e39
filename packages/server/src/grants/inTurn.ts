import type { Deps } from "../deps.ts";

const turns = new WeakMap<Deps, Map<string, Promise<unknown>>>();

/**
 * Does `work` when all earlier work on `what` (a grant's or a merchant's id) in this process is over. An approval that is
 * refused takes its rows back; beside a twin (the same answer, sent again) it would take those that the twin is paid under.
 */
export async function inTurn<Result>(
  deps: Deps,
  what: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const lanes = turns.get(deps) ?? new Map<string, Promise<unknown>>();
  turns.set(deps, lanes);
  const own = (lanes.get(what) ?? Promise.resolve()).then(work, work);
  lanes.set(what, own);
  try {
    return await own;
  } finally {
    if (lanes.get(what) === own) lanes.delete(what);
  }
}
