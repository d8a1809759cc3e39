import type { Driver } from "@farthing/ledger";
import type { Published } from "../log/checkpointFile.ts";
import { refuseUnknown } from "./migrate.ts";

/** What store.db says of itself. Read in one transaction, they belong to one moment. */
export interface StoreFacts {
  /** The last step of its schema; `null` before the first. */
  readonly migration: string | null;
  /** The last journal entry that its list of payments shows. */
  shown(): bigint;
  /** The last entry that every view shows, and the last that any does. */
  views(): { readonly least: bigint; readonly most: bigint };
  /** Payments and top-ups that its lists show. */
  payments(): bigint;
  checkpoint(): Published | null;
  /** Heads that are on their way into an anchor. */
  anchorings(): readonly AnchoringFacts[];
  /** Leaves under the newest head that is in each anchor for good, by its place. */
  anchored(): ReadonlyMap<string, number>;
}

/** A head on its way into an anchor, and how that goes. */
export interface AnchoringFacts {
  readonly place: string;
  readonly size: bigint;
  readonly state: string;
  /** Milliseconds since 1970. */
  readonly begunAt: bigint;
  /** Failures one after the other, and what the last one said. */
  readonly tries: bigint;
  readonly lastError: string | null;
}

/** The facts of the store behind `db`. Throws `NewerStore`. */
export function storeFacts(db: Pick<Driver, "prepare">): StoreFacts {
  const migration = migrationOf(db);
  if (migration === null) {
    const views = () => ({ least: 0n, most: 0n });
    return {
      migration,
      shown: () => 0n,
      views,
      payments: () => 0n,
      checkpoint: () => null,
      anchorings: () => [],
      anchored: () => new Map(),
    };
  }
  return {
    migration,
    shown: () =>
      db.prepare<{ seq: bigint }>("select seq from cursors where name = 'payments'").get()?.seq ??
      0n,
    views() {
      const cursors = db.prepare<{ seq: bigint }>("select seq from cursors order by seq").all();
      return { least: cursors[0]?.seq ?? 0n, most: cursors.at(-1)?.seq ?? 0n };
    },
    payments: () => db.prepare<{ n: bigint }>("select count(*) as n from payments").get()?.n ?? 0n,
    checkpoint() {
      const row = db
        .prepare<{ size: bigint; root: Uint8Array; note: string }>(
          "select size, root, note from checkpoints order by size desc limit 1",
        )
        .get();
      return row === undefined ? null : { ...row, size: Number(row.size) };
    },
    anchorings: () => (migration < "0024" ? [] : openAnchorings(db)),
    anchored: () => (migration < "0024" ? new Map() : anchoredIn(db)),
  };
}

function openAnchorings(db: Pick<Driver, "prepare">): readonly AnchoringFacts[] {
  return db
    .prepare<AnchoringFacts>(
      `select place, size, state, begun_at as "begunAt", tries, last_error as "lastError" from anchorings
       where next_look_at is not null order by place`,
    )
    .all();
}

function anchoredIn(db: Pick<Driver, "prepare">): ReadonlyMap<string, number> {
  const rows = db
    .prepare<{ place: string; size: bigint }>(
      `select place, max(size) as size from anchorings
       where state in ('final', 'overtaken') group by place`,
    )
    .all();
  return new Map(rows.map(({ place, size }) => [place, Number(size)]));
}

function migrationOf(db: Pick<Driver, "prepare">): string | null {
  const known = db
    .prepare<{ name: string }>("select name from sqlite_schema where name = 'kysely_migration'")
    .get();
  if (known === undefined) return null;
  const steps = db.prepare<{ name: string }>("select name from kysely_migration").all();
  const names = steps.map(({ name }) => name);
  refuseUnknown(names);
  return names.sort().at(-1) ?? null;
}
