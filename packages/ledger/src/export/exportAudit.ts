import type { AssetSums } from "../engine/sqlite/ledgerFacts.ts";
import type { AccountBalance } from "../ledger.ts";
import type { PublishedHead } from "../verify/watchPublished.ts";
import type { AuditRange } from "./auditRange.ts";
import type { LeafEntry } from "./exportJournal.ts";
import type { ScratchLedger } from "./scratchLedger.ts";

/** One file of an export. */
export interface ExportFile {
  /** For the sentences that name it. */
  readonly name: string;
  /** Its lines without their line feeds; a last one without line feed is cut off, and not handed out. */
  readonly lines: AsyncIterable<string>;
}

/** An entry with a leaf, and what opens its commitment. */
export interface OpenedEntry extends LeafEntry {
  readonly seq: bigint;
  readonly commitment: Uint8Array;
  readonly transfers: readonly {
    readonly debit: bigint;
    readonly credit: bigint;
    readonly amount: bigint;
    readonly asset: string;
    readonly flags: number;
    readonly pendingId: bigint;
  }[];
  readonly salts: Uint8Array;
}

/**
 * Whether what an entry says is what its leaf was made of. `closed`: all of it but the payer's part, which nobody can open
 * any more. `sealed`: nobody can open any of it. `wrong`: the rest of a sentence that begins with the entry.
 */
export type Judged = "opened" | "closed" | "sealed" | { readonly wrong: string };

/** Something that an entry left open, and a later one should have closed. */
export interface LeftOpen {
  readonly seq: bigint;
  readonly why: string;
}

/** Who holds a claim of the ledger as it was replayed so far: an entry, one from before the first, or nobody. */
export type HolderOf = ScratchLedger["holderOf"];

/** For `auditExports`. */
export interface ExportAuditOptions {
  /** What others hold: the export must have passed through each of them. */
  readonly published?: readonly PublishedHead[];
  /** Whether a signed head in the export is believed: a sentence why not, or `null`. */
  readonly judgeCheckpoint?: (note: string) => Promise<string | null>;
  /** Asked of each created entry of a file with salts, behind its commit. */
  readonly judgeEntry?: (entry: OpenedEntry, holderOf: HolderOf) => Judged;
  /** Whether what a created entry says of the ledger before it is so, opened or not: as `judgeEntry`. */
  readonly judgeCreated?: (entry: LeafEntry & { readonly seq: bigint }) => string | null;
  /** Called behind each commit, and behind what there was before the first, with every account as it is then. */
  readonly atCommit?: (seq: bigint, accounts: () => Iterable<AccountBalance>) => void;
  /** Asked at the end: what entries leave open that nothing after them closed, a sentence each. */
  readonly judgeEnd?: (holderOf: HolderOf) => readonly LeftOpen[];
  /** What the report is of. Default: all. What is before it is replayed, nothing behind it. */
  readonly range?: AuditRange;
  readonly onProgress?: (entries: bigint) => void;
}

/** What an audit of an export found. */
export interface ExportAudit {
  readonly ok: boolean;
  readonly log: string | null;
  /** First entry that was replayed. 1: nothing was taken at the export's word. */
  readonly replayedFrom: bigint;
  /** First and last entry of the range: all that follows is of them, but where the log and the ledger stood at `to`. */
  readonly from: bigint;
  readonly to: bigint;
  readonly entries: bigint;
  readonly created: bigint;
  readonly refused: bigint;
  /** Created entries whose commitment was opened and fits what they say. */
  readonly opened: bigint;
  /** Created entries whose payer was erased: all was compared but the payer's own part, which is closed. */
  readonly closed: bigint;
  /** Created entries that nobody can open, or not by this export: of them the leaf alone was compared. */
  readonly sealed: bigint;
  readonly leaves: number;
  /** Leaves of the range that no signed head in the files is over: the newest of all. */
  readonly unsigned: number;
  readonly root: Uint8Array;
  /** What the last line of the export must say of the state (specs/journal.md §4). */
  readonly state: Uint8Array;
  readonly sums: readonly AssetSums[];
  /** Signed heads in the export, and heads from elsewhere, that were compared. */
  readonly checkpoints: number;
  readonly published: number;
  /** Heads over fewer leaves than the first entry has before it: they say nothing of this range. */
  readonly before: number;
  /** Heads over more leaves than the range ends with, where the files go on. */
  readonly beyond: number;
  /** Whether the files go on behind the range: what follows was not looked at, and so not whether they are whole. */
  readonly stopped: boolean;
  /** One sentence per difference, also of before the range; the replay ends at the first wrong entry. */
  readonly faults: readonly string[];
  /** What the range is about and the replay did not get to see: a sentence each. No difference, and no comparison. */
  readonly unseen: readonly string[];
}
