import { createHash, type Hash as NodeHash } from "node:crypto";
import { bytesEqual } from "@farthing/core";
import { type Checkpoint, parseCheckpoint, parseNote, rangeRoot } from "@farthing/log";
import type { Engine } from "../engine/engine.ts";
import { ledgerFacts } from "../engine/sqlite/ledgerFacts.ts";
import { accountBalances } from "../engine/sqlite/snapshotAccounts.ts";
import { sha256 } from "../hash.ts";
import type { JournalHead } from "../journal/sealBatch.ts";
import { Faults } from "../verify/faults.ts";
import { watchPublished } from "../verify/watchPublished.ts";
import { type AuditRange, isBefore, isBehind } from "./auditRange.ts";
import type { ExportAudit, ExportAuditOptions, ExportFile } from "./exportAudit.ts";
import {
  type ExportedBatch,
  type ExportHeader,
  readBatchLine,
  readEnd,
  readHeader,
  saltBytes,
  sumWords,
} from "./exportLines.ts";
import { Fields, NotAnExport } from "./fields.ts";
import { BatchWrong, replayBatch, type ReplayedBatch, requireNext } from "./replayBatch.ts";
import { firstHead, openScratch, type ScratchLedger } from "./scratchLedger.ts";
import { hashLines, isStateKind, readStateLine, stateLines } from "./stateLines.ts";

/**
 * Replays an export, or several that follow each other, through the rules into a ledger of its own: every answer,
 * balance, hold, limit, claim, counter and leaf, the root under each signed head, the sums. It needs nothing of the ledger
 * that wrote it, and keeps its own in a temporary file. With a range it reports of that alone: what is before makes the
 * state with which the range begins, and is held to the same rules. Rejects with `NotAnExport` when the first file is none.
 */
export async function auditExports(
  files: readonly ExportFile[],
  options: ExportAuditOptions = {},
): Promise<ExportAudit> {
  const scratch = openScratch();
  try {
    const auditor = new Auditor(scratch, options);
    let ending: Ending = "end";
    for (const file of files) if (ending === "end") ending = await auditor.read(file);
    return auditor.finish(ending);
  } finally {
    scratch.close();
  }
}

/** A fault of the export: a sentence. */
class Different extends Error {}

/** How the reading of a file ended: with its last line, behind the range, or at what is wrong. */
type Ending = "end" | "stopped" | "wrong";

/** Where the reading of one file stands. */
interface Reading {
  readonly name: string;
  readonly hash: NodeHash;
  line: number;
  header: ExportHeader | null;
  /** Of the lines of the opening state. */
  readonly opening: NodeHash;
  /** Whether its batches have salts: all or none. `null` before the first. */
  salted: boolean | null;
  begun: boolean;
  ended: boolean;
  batches: number;
  checkpoints: number;
}

class Auditor {
  readonly #scratch: ScratchLedger;
  readonly #options: ExportAuditOptions;
  readonly #faults = new Faults();
  readonly #counts = {
    created: 0n,
    refused: 0n,
    opened: 0n,
    closed: 0n,
    sealed: 0n,
    checkpoints: 0,
  };
  readonly #range: AuditRange;
  readonly #unseen: string[] = [];
  #engine: Engine | null = null;
  #head: JournalHead = firstHead;
  /** Where the files begin. */
  #after: JournalHead | null = null;
  /** Where the range begins; `null`: not yet. */
  #start: JournalHead | null = null;
  #stopped = false;
  /** At the end of the file that was read last: it takes a look at everything, so it is not taken twice. */
  #state: Uint8Array | null = null;
  #log: string | null = null;
  #watch: ReturnType<typeof watchPublished> | null = null;
  /** Leaves under the newest signed head that was passed. */
  #signed = 0;

  constructor(scratch: ScratchLedger, options: ExportAuditOptions) {
    this.#scratch = scratch;
    this.#options = options;
    this.#range = options.range ?? {};
  }

  /** Replays one file, and goes no further where something is wrong: what follows cannot be told apart from it. */
  async read({ name, lines }: ExportFile): Promise<Ending> {
    const reading: Reading = {
      name,
      hash: createHash("sha256"),
      line: 0,
      header: null,
      opening: createHash("sha256"),
      salted: null,
      begun: false,
      ended: false,
      batches: 0,
      checkpoints: 0,
    };
    try {
      for await (const line of lines) {
        reading.line += 1;
        await this.#readLine(reading, line);
        if (this.#stopped) return "stopped";
      }
      if (!reading.ended) {
        throw new Different(
          `It ends without its last line, behind entry ${this.#head.seq}: it was cut off. Copy or export it again.`,
        );
      }
      return "end";
    } catch (error) {
      if (error instanceof NotAnExport && reading.line <= 1 && this.#after === null) throw error;
      this.#faults.add(`${name}, line ${reading.line}: ${sentenceOf(error)}`);
      return "wrong";
    }
  }

  async #readLine(reading: Reading, line: string): Promise<void> {
    if (reading.ended) throw new Different("Something follows the last line.");
    const [kind, said] = new Fields(parsed(line)).only();
    if (kind === "end") {
      await this.#begin(reading);
      return this.#readEnd(reading, said);
    }
    reading.hash.update(line).update("\n");
    if (kind === "export") return this.#readHeader(reading, said);
    if (reading.header === null) throw new NotAnExport("the first line is no header");
    if (isStateKind(kind) && !reading.begun) {
      requireLater(reading.header, "opening balances");
      reading.opening.update(line).update("\n");
      // A file that follows another brings what is here already: its hash alone is compared.
      if (this.#engine !== null) return;
      return this.#scratch.seed((books) => readStateLine(kind, said, books));
    }
    await this.#begin(reading);
    if (kind === "batch") return this.#readBatch(reading, readBatchLine(said));
    if (kind === "checkpoint") return this.#readCheckpoint(reading, said);
    throw new NotAnExport(`a line \`${kind}\` does not belong here`);
  }

  #readHeader(reading: Reading, said: unknown): void {
    if (reading.header !== null) throw new NotAnExport("a second header");
    const header = readHeader(said);
    const { after, log } = header;
    reading.header = header;
    const isFirst = this.#after === null;
    if (isFirst) {
      this.#after = after;
      this.#log = log;
      this.#head = after;
    }
    if (!bytesEqual(rangeRoot(sha256, after.range), after.root)) {
      throw new Different("Its header's root is not that of the header's range.");
    }
    if (isFirst) {
      requireNothingBefore(header);
      return this.#beginWith(after);
    }
    if (log !== this.#log) {
      throw new Different(`It is of the log ${log}, and the file before it of ${this.#log}.`);
    }
    this.#requireFollows(after);
  }

  #requireFollows(after: JournalHead): void {
    const { seq, root } = this.#head;
    if (after.seq > seq) {
      throw new Different(
        `It begins behind entry ${after.seq}, and the file before it ends with entry ${seq}: the entries between are missing.`,
      );
    }
    if (after.seq < seq) {
      throw new Different(
        `It begins behind entry ${after.seq}, and the file before it goes to entry ${seq}: name the files in their order, none twice.`,
      );
    }
    if (!bytesEqual(after.root, root)) {
      throw new Different(
        `It goes on from another entry ${seq} than the one in the file before it.`,
      );
    }
  }

  #beginWith(after: JournalHead): void {
    const all = this.#options.published ?? [];
    const there = all.filter(({ size }) => size >= after.range.size);
    this.#watch = watchPublished(there, this.#faults);
    this.#watch.at(after);
    const { seq, timestamp: time } = after;
    if (seq === 0n || isBefore(this.#range, { first: seq, entries: 1, time })) return;
    if (this.#range.from === undefined) return;
    this.#unseen.push(
      `The range begins before the files: entry ${seq} is in it, and they begin behind it. Audit the files before them with them.`,
    );
  }

  /** Before the first batch: the opening must be what the header says, and balance. */
  async #begin(reading: Reading): Promise<void> {
    if (reading.begun) return;
    reading.begun = true;
    const { header } = reading;
    if (header === null) throw new NotAnExport("the first line is no header");
    const hash = reading.opening.digest();
    if (!bytesEqual(hash, header.state)) {
      throw new Different("Its opening balances are not those that its header names.");
    }
    if (this.#engine === null) {
      this.#engine = await this.#scratch.begin(this.#head);
      this.#requireBalance();
      this.#stand();
      return;
    }
    if (!bytesEqual(hash, hashLines(stateLines(this.#scratch.db)))) {
      throw new Different(
        "Its opening balances are not what the entries in the file before it come to.",
      );
    }
  }

  #requireBalance(): void {
    for (const sums of ledgerFacts(this.#scratch.db).sums()) {
      const { asset, debitsPosted, creditsPosted, debitsPending, creditsPending } = sums;
      if (debitsPosted !== creditsPosted || debitsPending !== creditsPending) {
        throw new Different(
          `${asset} does not balance: debits ${debitsPosted}, credits ${creditsPosted}.`,
        );
      }
    }
  }

  async #readBatch(reading: Reading, batch: ExportedBatch): Promise<void> {
    if (this.#engine === null) throw new NotAnExport("a batch before the opening");
    if (isBehind(this.#range, batch)) return this.#stop(batch);
    if (batch.earlier !== null) requireLater(reading.header, "entries before it");
    if (!isBefore(this.#range, batch)) this.#start ??= this.#head;
    const replayed = await replayBatch({ engine: this.#engine, head: this.#head }, batch);
    requireSalts(reading, batch, replayed);
    this.#judgeEntries(batch, replayed);
    this.#head = replayed.sealed.head;
    reading.batches += 1;
    this.#watch?.at(this.#head);
    this.#stand();
    this.#options.onProgress?.(this.#head.seq);
  }

  /** What follows the range is not replayed, but must follow it: whoever misplaces an entry would hide the others. */
  #stop(batch: ExportedBatch): void {
    requireNext(batch, this.#head);
    this.#requireBalance();
    this.#stopped = true;
  }

  #stand(): void {
    this.#options.atCommit?.(this.#head.seq, () => accountBalances(this.#scratch.db));
  }

  #judgeEntries({ first, salts }: ExportedBatch, { sealed, submissions }: ReplayedBatch): void {
    const created = sealed.leaves.length / 32;
    // What is before the range is judged like the rest, and not counted.
    const counts = this.#start === null ? { ...this.#counts } : this.#counts;
    counts.created += BigInt(created);
    counts.refused += BigInt(submissions.length - created);
    for (const [at, { verdict, leaf }] of sealed.records.entries()) {
      const entry = submissions[at]?.entry;
      if (verdict.status !== "created" || entry === undefined) continue;
      const seq = first + BigInt(at);
      const untrue = this.#options.judgeCreated?.({ ...entry, seq }) ?? null;
      if (untrue !== null) throw new Different(`Entry ${seq} ${untrue}`);
      const own = salts?.subarray(saltBytes * leaf, saltBytes * (leaf + 1)) ?? null;
      const { judgeEntry } = this.#options;
      if (own === null || judgeEntry === undefined) {
        counts.sealed += 1n;
        continue;
      }
      const judged = judgeEntry({ ...entry, seq, salts: own }, this.#scratch.holderOf);
      if (typeof judged === "object") throw new Different(`Entry ${seq} ${judged.wrong}`);
      counts[judged] += 1n;
    }
  }

  async #readCheckpoint(reading: Reading, said: unknown): Promise<void> {
    const note = typeof said === "string" ? said : "";
    const head = parseCheckpoint(parseNote(note)?.body ?? "");
    if (head === null) throw new NotAnExport("a checkpoint is none");
    this.#requireHead(head);
    const disbelief = await this.#options.judgeCheckpoint?.(note);
    if (disbelief) throw new Different(disbelief);
    reading.checkpoints += 1;
    this.#signed = head.size;
    if (this.#start !== null) this.#counts.checkpoints += 1;
  }

  #requireHead({ origin, size, root }: Checkpoint): void {
    if (origin !== this.#log) {
      throw new Different(`A signed head is of the log ${origin}, and the export of ${this.#log}.`);
    }
    const { range, root: own } = this.#head;
    if (size !== range.size) {
      throw new Different(
        `A signed head over ${size} leaves stands behind leaf ${range.size}: no entry of the export ends there.`,
      );
    }
    if (!bytesEqual(root, own)) {
      throw new Different(
        `The log signed another root over ${size} leaves than the entries up to ${this.#head.seq} give: one of them was changed.`,
      );
    }
  }

  #readEnd(reading: Reading, said: unknown): void {
    const end = readEnd(said);
    reading.ended = true;
    if (!bytesEqual(end.sha256, reading.hash.digest())) {
      throw new Different(
        "The lines before are not those that were exported: the file was damaged or changed on the way.",
      );
    }
    const { seq, range, root, timestamp } = this.#head;
    if (end.seq !== seq || reading.header?.to !== seq || end.batches !== reading.batches) {
      throw new Different(
        `The export says that it goes to entry ${end.seq}, and it holds entries up to ${seq}: lines are missing.`,
      );
    }
    if (end.checkpoints !== reading.checkpoints) {
      throw new Different(
        `The export says ${end.checkpoints} signed heads, and it holds ${reading.checkpoints}: lines are missing.`,
      );
    }
    if (end.time !== timestamp || end.leaves !== range.size || !bytesEqual(end.root, root)) {
      throw new Different("The log does not end where the last line says it does.");
    }
    this.#requireBalance();
    this.#requireState(end);
  }

  #requireState(end: ReturnType<typeof readEnd>): void {
    const sums = ledgerFacts(this.#scratch.db).sums().map(sumWords);
    if (end.sums !== JSON.stringify(sums)) {
      throw new Different(
        `The last line says the sums ${end.sums}, and the entries come to ${JSON.stringify(sums)}.`,
      );
    }
    this.#state = hashLines(stateLines(this.#scratch.db));
    if (!bytesEqual(end.state, this.#state)) {
      throw new Different(
        "The balances and limits that the last line stands for are not what the entries come to.",
      );
    }
  }

  finish(ending: Ending): ExportAudit {
    if (this.#after === null) throw new NotAnExport("the file is empty");
    if (ending !== "wrong") this.#closeWith(ending);
    // A range that was not reached has no entry.
    const start = this.#start ?? (this.#range.from === undefined ? this.#after : this.#head);
    const { seq, range, root } = this.#head;
    const { db } = this.#scratch;
    const sizes = (this.#options.published ?? []).map(({ size }) => size);
    const before = sizes.filter((size) => size < start.range.size).length;
    const beyond = sizes.filter((size) => size > range.size).length;
    return {
      ok: this.#faults.sentences.length === 0,
      log: this.#log,
      replayedFrom: this.#after.seq + 1n,
      from: start.seq + 1n,
      to: seq,
      entries: seq - start.seq,
      ...this.#counts,
      leaves: range.size,
      unsigned: range.size - Math.max(start.range.size, this.#signed),
      root,
      state: this.#state ?? hashLines(stateLines(db)),
      sums: ledgerFacts(db).sums(),
      // Where the files end, what is over more than they hold was compared: it is a difference.
      published: sizes.length - before - (ending === "end" ? 0 : beyond),
      before,
      beyond: ending === "stopped" ? beyond : 0,
      stopped: ending === "stopped",
      faults: this.#faults.sentences,
      unseen: this.#unseen,
    };
  }

  /** Everything up to there was replayed: a head that was not met will never be. */
  #closeWith(ending: Exclude<Ending, "wrong">): void {
    const isEnd = ending === "end";
    this.#watch?.end(this.#head, isEnd);
    const { to } = this.#range;
    const { seq } = this.#head;
    if (isEnd && to !== undefined && "seq" in to && to.seq > seq) {
      this.#unseen.push(
        `The range goes to entry ${to.seq}, and the files end with entry ${seq}: ask for an export of what follows, and audit it with these.`,
      );
    }
    for (const left of this.#options.judgeEnd?.(this.#scratch.holderOf) ?? []) {
      if (isEnd) this.#faults.add(left.why);
      else if (this.#start !== null && left.seq > this.#start.seq) this.#unseen.push(left.why);
    }
  }
}

/** Before entry 1 there is nothing: who could say otherwise would open an account with money in it. */
function requireNothingBefore({ after, state }: ExportHeader): void {
  const { seq, timestamp, range, root } = after;
  if (seq > 0n) return;
  const isFirst = timestamp === firstHead.timestamp && range.size === firstHead.range.size;
  if (seq === 0n && isFirst && bytesEqual(root, firstHead.root) && bytesEqual(state, hashLines([])))
    return;
  throw new Different(
    "It begins with entry 1, and its header says that there was something before.",
  );
}

function requireLater(header: ExportHeader | null, what: string): void {
  if (header !== null && header.after.seq > 0n) return;
  throw new Different(`It begins with entry 1, and has ${what}.`);
}

/** Whoever changes an entry would leave out its salts: they are there for all entries of a file, or for none. */
function requireSalts(
  reading: Reading,
  { first, salts }: ExportedBatch,
  { sealed: { leaves } }: ReplayedBatch,
): void {
  const created = leaves.length / 32;
  if (salts !== null && salts.length !== saltBytes * created) {
    throw new Different(`The entries from ${first} on have more or fewer salts than leaves.`);
  }
  reading.salted ??= salts !== null;
  if (reading.salted === (salts !== null)) return;
  throw new Different(
    `The entries from ${first} on ${salts === null ? "have no salts, and those before do" : "have salts, and those before do not"}.`,
  );
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new NotAnExport("it is no JSON");
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof Different || error instanceof BatchWrong) return error.message;
  if (error instanceof NotAnExport) return `This is not a line of an export: ${error.message}.`;
  throw error;
}
