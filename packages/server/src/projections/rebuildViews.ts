import type { Ledger } from "@farthing/ledger";
import type Database from "better-sqlite3";
import { openViewsDatabase } from "./openViewsDatabase.ts";
import { newProjector, type Projector } from "./projector.ts";

/** Nobody waits for the store meanwhile, and large batches are written side by side. */
const rebuildEntriesMax = 4_000;

/** Remembers where the journal ended when a rebuild began: one that was killed goes on. */
const mark = "rebuild";

/** How far a rebuild is. */
export interface RebuildProgress {
  readonly shown: bigint;
  readonly of: bigint;
}

/**
 * Fills every view of the store at `path` anew from the whole journal; answers the last entry's place. A rebuild that was
 * killed goes on where it stood.
 */
export function rebuildViews(
  path: string,
  ledger: Pick<Ledger, "entriesAfter" | "head">,
  onProgress: (progress: RebuildProgress) => void = () => {},
): bigint {
  const database = openViewsDatabase(path);
  try {
    const projector = newProjector(database, ledger, rebuildEntriesMax);
    const head = ledger.head().seq;
    startOver(database, projector, head);
    onProgress({ shown: projector.seq(), of: head });
    while (projector.step() > 0) onProgress({ shown: projector.seq(), of: head });
    return projector.seq();
  } finally {
    database.close();
  }
}

/** Empties the views, unless the last rebuild has not reached its end yet. */
function startOver(database: Database.Database, projector: Projector, head: bigint): void {
  const last = database
    .prepare<[string], { seq: bigint }>("select seq from cursors where name = ?")
    .get(mark);
  if (last !== undefined && projector.seq() < last.seq) return;
  const begin = database.transaction(() => {
    projector.reset();
    database.prepare("insert or replace into cursors (name, seq) values (?, ?)").run(mark, head);
  });
  begin.immediate();
}
