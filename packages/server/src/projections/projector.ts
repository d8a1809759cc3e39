import { assert } from "@farthing/core";
import type { Ledger } from "@farthing/ledger";
import type Database from "better-sqlite3";
import { newBalanceView } from "./balanceView.ts";
import { newErasedView } from "./erasedView.ts";
import { newEventsView } from "./eventsView.ts";
import { newPaymentsView } from "./paymentsView.ts";
import { newTabsView } from "./tabsView.ts";
import { newStatementsView } from "./statementsView.ts";
import { viewedEntry, type ViewedEntry } from "./view.ts";

/** Entries of one store transaction: small, because a request that writes waits for it. */
export const batchEntriesMax = 250;

/** Keeps all views in step with the journal. Synchronous: runs in a thread of its own. */
export interface Projector {
  /** The last journal entry that every view shows. */
  seq(): bigint;
  /** Shows the next batch; answers how many entries that were. */
  step(): number;
  /** Empties every view; `step` then fills them from the first entry on. */
  reset(): void;
}

/**
 * `database` is a connection to store.db that reads integers as bigint. Each view has a cursor of its own, so that one
 * that is new catches up alone; a batch, its rows and its cursors are one database transaction.
 */
export function newProjector(
  database: Database.Database,
  ledger: Pick<Ledger, "entriesAfter">,
  entriesMax = batchEntriesMax,
): Projector {
  // Payments first, then tabs: an event names the row of its payment, and what comes back is counted where it was paid.
  const makers = [
    newPaymentsView,
    newTabsView,
    newStatementsView,
    newEventsView,
    newBalanceView,
    newErasedView,
  ];
  const views = makers.map((make) => make(database));
  const cursors = openCursors(database);
  const positions = () => views.map((view) => ({ view, seq: cursors.read(view.name) }));
  const seq = () => positions().reduce((least, one) => (one.seq < least ? one.seq : least), max63);
  const show = database.transaction((entries: readonly ViewedEntry[], last: bigint) => {
    for (const { view, seq: shown } of positions()) {
      const fresh = entries.filter(({ entry }) => entry.seq > shown);
      if (fresh.length === 0) continue;
      view.show(fresh);
      cursors.write(view.name, last);
    }
  });
  const empty = database.transaction(() => {
    for (const view of views) {
      view.clear();
      cursors.write(view.name, 0n);
    }
  });
  return {
    seq,
    step() {
      const shown = seq();
      const entries = ledger.entriesAfter(shown, entriesMax);
      const last = entries.at(-1);
      if (last === undefined) return 0;
      assert(entries[0]?.seq === shown + 1n, "the journal has no gaps");
      show.immediate(entries.map(viewedEntry), last.seq);
      return entries.length;
    },
    reset: () => empty.immediate(),
  };
}

const max63 = (1n << 63n) - 1n;

function openCursors(database: Database.Database) {
  const read = database.prepare<[string], { seq: bigint }>(
    "select seq from cursors where name = ?",
  );
  const write = database.prepare(
    "insert into cursors (name, seq) values (?, ?) on conflict (name) do update set seq = excluded.seq",
  );
  return {
    read: (name: string) => read.get(name)?.seq ?? 0n,
    write: (name: string, seq: bigint) => void write.run(name, seq),
  };
}
