import type { JournalBound } from "./exportJournal.ts";
import type { ExportedBatch } from "./exportLines.ts";

/** The entries that an audit reports on, in the words of an export: whole batches, so it may begin before and end after them. */
export interface AuditRange {
  /** The first entry, or the moment from which on; default: from the first. */
  readonly from?: JournalBound;
  /** The last entry, or the moment before which; default: to the last. */
  readonly to?: JournalBound;
}

/** Where a batch stands, by itself: believed once it was replayed. */
export type BatchPlace = Pick<ExportedBatch, "first" | "entries" | "time">;

export function isBefore({ from }: AuditRange, { first, entries, time }: BatchPlace): boolean {
  if (from === undefined) return false;
  return "time" in from ? time < from.time : first + BigInt(entries) <= from.seq;
}

export function isBehind({ to }: AuditRange, { first, time }: BatchPlace): boolean {
  if (to === undefined) return false;
  return "time" in to ? time >= to.time : first > to.seq;
}
