import { createHash } from "node:crypto";
import type { Driver } from "../engine/sqlite/driver.ts";
import { onDisk } from "../engine/sqlite/diskError.ts";
import { ledgerFacts } from "../engine/sqlite/ledgerFacts.ts";
import { openForReading } from "../engine/sqlite/openFile.ts";
import { readHead } from "../engine/sqlite/readHead.ts";
import {
  type BatchRow,
  type JournalReader,
  readJournal,
  recordsOf,
} from "../engine/sqlite/readJournal.ts";
import { damagedWayOut, LedgerDamaged } from "../errors.ts";
import { encodeBody } from "../journal/batchBody.ts";
import { decodeEntry } from "../journal/decodeEntry.ts";
import type { JournalHead } from "../journal/sealBatch.ts";
import { keysOf } from "../rules/keysOf.ts";
import { entryOf } from "../entryId.ts";
import { batchLine, endLine, type ExportedBatch, headerLine, saltBytes } from "./exportLines.ts";
import { replayBatch } from "./replayBatch.ts";
import { firstHead, openScratch, type ScratchLedger } from "./scratchLedger.ts";
import { hashLines, stateLines } from "./stateLines.ts";

/** An entry by its number, or a moment in engine time (nanoseconds). */
export type JournalBound = { readonly seq: bigint } | { readonly time: bigint };

/** An entry of which the log has a leaf, as whoever knows its salts needs it. */
export interface LeafEntry {
  readonly id: bigint;
  readonly memo: Uint8Array;
}

/** For `exportJournal`. */
export interface ExportOptions {
  readonly folder: string;
  /** The first entry, or the moment from which on; default: from the first. */
  readonly from?: JournalBound;
  /** The last entry, or the moment before which; default: to the last. */
  readonly to?: JournalBound;
  /** The log's origin. */
  readonly log: string | null;
  /** Signed heads, the smallest first. */
  readonly checkpoints: Iterable<{ readonly size: number; readonly note: string }>;
  /** `saltBytes` that open an entry's commitment, or `null` for one that nobody can open. Default: the export has none. */
  readonly saltsOf?: (entry: LeafEntry) => Uint8Array | null;
  /** Called with each line in turn, its line feed included. */
  readonly write: (line: string) => Promise<void>;
  readonly onProgress?: (step: "replaying" | "writing", done: bigint, all: bigint) => void;
  readonly signal?: AbortSignal;
}

/** What was exported. Ranges are of whole batches, so they may begin before and end after what was asked for. */
export interface Exported {
  readonly from: bigint;
  readonly to: bigint;
  readonly checkpoints: number;
}

/**
 * Writes a range of the journal in `folder` as lines (specs/journal.md §4), from one snapshot, also beside a serving
 * ledger. What the range begins with and ends in is computed by a replay from the first entry, unless it is nothing, or
 * what the ledger has now. Rejects with `LedgerDamaged`, `RangeEmpty`, or the reason of `signal`.
 */
export async function exportJournal(options: ExportOptions): Promise<Exported> {
  const db = onDisk(openForReading)(options.folder);
  try {
    db.exec("BEGIN");
    const range = rangeOf(db, options);
    const exporter = new Exporter(db, options, range);
    return await exporter.run();
  } finally {
    db.close();
  }
}

/** There is no entry in the range that was asked for. */
export class RangeEmpty extends Error {
  override readonly name = "RangeEmpty";
}

interface Range {
  readonly first: bigint;
  readonly last: bigint;
  readonly head: JournalHead;
}

function rangeOf(db: Driver, { from, to }: Pick<ExportOptions, "from" | "to">): Range {
  const head = readHead(db)();
  const end = (row: { first_seq: bigint; entries: bigint } | undefined) =>
    row === undefined ? 0n : row.first_seq + row.entries - 1n;
  const find = (where: string, order: string, value: bigint) =>
    db
      .prepare<{ first_seq: bigint; entries: bigint }>(
        `SELECT first_seq, entries FROM batches WHERE ${where} ORDER BY first_seq ${order} LIMIT 1`,
      )
      .get(value);
  const first = ((): bigint | undefined => {
    if (from === undefined) return 1n;
    if ("time" in from) return find("timestamp >= ?", "ASC", from.time)?.first_seq;
    return from.seq > head.seq ? undefined : find("first_seq <= ?", "DESC", from.seq)?.first_seq;
  })();
  const last = ((): bigint => {
    if (to === undefined) return head.seq;
    if ("time" in to) return end(find("timestamp < ?", "DESC", to.time));
    return end(find("first_seq <= ?", "DESC", to.seq));
  })();
  if (first === undefined || last < first) {
    throw new RangeEmpty(
      `There is no entry in that range: the journal has entries 1 to ${head.seq}.`,
    );
  }
  return { first, last, head };
}

class Exporter {
  readonly #db: Driver;
  readonly #options: ExportOptions;
  readonly #range: Range;
  readonly #journal: JournalReader;
  readonly #hash = createHash("sha256");
  readonly #checkpoints: Iterator<{ readonly size: number; readonly note: string }>;
  #signed: { readonly size: number; readonly note: string } | undefined;
  #counts = { batches: 0, checkpoints: 0 };

  constructor(db: Driver, options: ExportOptions, range: Range) {
    this.#db = db;
    this.#options = options;
    this.#range = range;
    this.#journal = readJournal(db);
    this.#checkpoints = options.checkpoints[Symbol.iterator]();
  }

  async run(): Promise<Exported> {
    const { first, last, head } = this.#range;
    const isReplayed = first > 1n || last < head.seq;
    const scratch = isReplayed ? openScratch() : null;
    try {
      await this.#writeAll(scratch);
    } finally {
      scratch?.close();
      this.#checkpoints.return?.();
    }
    return { from: first, to: last, checkpoints: this.#counts.checkpoints };
  }

  async #writeAll(scratch: ScratchLedger | null): Promise<void> {
    const { first, last } = this.#range;
    const engine = await scratch?.begin(firstHead);
    let at: JournalHead = firstHead;
    for (const row of this.#journal.batches()) {
      if (row.first_seq > last) break;
      this.#options.signal?.throwIfAborted();
      const batch = this.#batchOf(row);
      if (row.first_seq === first) await this.#writeOpening(at, scratch);
      if (engine !== undefined) {
        ({
          sealed: { head: at },
        } = await replayBatch({ engine, head: at }, batch));
      }
      if (row.first_seq >= first) await this.#writeBatch(batch);
      this.#tell(row);
      await new Promise(setImmediate);
    }
    await this.#writeEnd(scratch === null ? this.#range.head : at, scratch);
  }

  #tell(row: BatchRow): void {
    const { first, last } = this.#range;
    const done = row.first_seq + row.entries - 1n;
    if (done < first) this.#options.onProgress?.("replaying", done, first - 1n);
    else this.#options.onProgress?.("writing", done - first + 1n, last - first + 1n);
  }

  async #write(line: string): Promise<void> {
    this.#hash.update(line).update("\n");
    await this.#options.write(`${line}\n`);
  }

  async #writeOpening(after: JournalHead, scratch: ScratchLedger | null): Promise<void> {
    const lines = () => (scratch === null || after.seq === 0n ? [] : stateLines(scratch.db));
    const { log } = this.#options;
    const state = hashLines(lines());
    await this.#write(headerLine({ log, to: this.#range.last, after, state }));
    for (const line of lines()) await this.#write(line);
    // Heads before the range are in the export before it; one over what is there already begins this one.
    while (this.#nextSigned() !== undefined && (this.#signed?.size ?? 0) < after.range.size) {
      this.#signed = undefined;
    }
    await this.#writeCheckpoints(after.range.size);
  }

  async #writeBatch(batch: ExportedBatch): Promise<void> {
    this.#counts.batches += 1;
    await this.#write(batchLine(batch));
    await this.#writeCheckpoints(batch.firstLeaf + batch.leaves.length / 32);
  }

  /** Those over `size` leaves or fewer. */
  async #writeCheckpoints(size: number): Promise<void> {
    for (let next = this.#nextSigned(); next !== undefined; next = this.#nextSigned()) {
      if (next.size > size) return;
      this.#signed = undefined;
      this.#counts.checkpoints += 1;
      await this.#write(JSON.stringify({ checkpoint: next.note }));
    }
  }

  #nextSigned() {
    this.#signed ??= this.#checkpoints.next().value;
    return this.#signed;
  }

  async #writeEnd(head: JournalHead, scratch: ScratchLedger | null): Promise<void> {
    const db = scratch?.db ?? this.#db;
    const { seq, timestamp: time, range, root } = head;
    const line = endLine({
      seq,
      time,
      leaves: range.size,
      root,
      state: hashLines(stateLines(db)),
      sums: ledgerFacts(db).sums(),
      ...this.#counts,
      sha256: this.#hash.digest(),
    });
    await this.#options.write(`${line}\n`);
  }

  #batchOf(row: BatchRow): ExportedBatch {
    if (!row.intact) {
      throw new LedgerDamaged(
        `Batch ${row.first_seq} of the journal is damaged: it is not what was written. ${damagedWayOut}`,
      );
    }
    return {
      first: row.first_seq,
      entries: Number(row.entries),
      time: row.timestamp,
      rules: row.rules,
      firstLeaf: Number(row.first_leaf),
      leaves: row.leaves,
      body: row.body,
      earlier: this.#earlierOf(row),
      salts: this.#saltsOf(row),
    };
  }

  /** What the rules look at of entries before the range: those of which a transfer is named as a hold. */
  #earlierOf(row: BatchRow): Uint8Array | null {
    const { first } = this.#range;
    if (first === 1n || row.first_seq < first) return null;
    const batch = recordsOf(row).map(({ bytes }) => ({ entry: decodeEntry(bytes), bytes }));
    const { holds } = keysOf(batch);
    const records = [...new Set(holds.map(entryOf))]
      .map((id) => this.#journal.byId(id))
      .filter((record) => record !== null)
      .filter(({ seq }) => seq < first)
      .map(({ bytes, verdict }) => ({ bytes, verdict, ticks: 0, leaf: 0 }));
    return records.length === 0 ? null : encodeBody(records);
  }

  #saltsOf(row: BatchRow): Uint8Array | null {
    const { saltsOf } = this.#options;
    if (saltsOf === undefined || row.first_seq < this.#range.first) return null;
    const sealed = new Uint8Array(saltBytes);
    const leaves = recordsOf(row).filter(({ leafIndex }) => leafIndex !== null);
    return Buffer.concat(leaves.map(({ bytes }) => saltsOf(decodeEntry(bytes)) ?? sealed));
  }
}
