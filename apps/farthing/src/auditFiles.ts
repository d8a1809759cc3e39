import { statSync } from "node:fs";
import { fromHex, toHex } from "@farthing/core";
import {
  auditExports,
  type AuditRange,
  type ExportAudit,
  type ExportGlance,
  glanceAtExport,
  type Glanced,
  type GlancedEntry,
  type PublishedHead,
  sumWords,
} from "@farthing/ledger";
import { openCheckpoint, parseCheckpoint, parseNote, type TrustPolicy } from "@farthing/log";
import {
  type HeadNote,
  logVerifiers,
  newEntryJudge,
  newTotalsJudge,
  sha256,
  totalMark,
} from "@farthing/server";
import { askForAudit, type AuditOthers, type ExportedLog } from "./askForAudit.ts";
import { ConfigError } from "./config.ts";
import { readLines } from "./readLines.ts";

/** How to audit exports that lie in files. */
export interface AuditWish {
  /** In their order. */
  readonly files: readonly string[];
  readonly range: AuditRange;
  /** Whom to believe; `null`: signatures are not looked at. */
  readonly policy: TrustPolicy | null;
  readonly heads: readonly PublishedHead[];
  readonly others: AuditOthers;
  readonly onProgress: (step: string, done: number, all: number) => void;
}

/** What an audit of files found. */
export interface FilesAudit extends ExportAudit {
  /** Sealed totals that were recomputed, and those of before the first file. */
  readonly totals: number;
  readonly totalsBefore: number;
  /** What was asked to be compared and could not be: a sentence each. It is no difference, and no comparison. */
  readonly notCompared: readonly string[];
}

/**
 * Audits exports with nothing of the server that wrote them, in two passes: the first learns whom to ask about what, and
 * which moments sealed totals speak of, and refuses a range in which there is nothing. Rejects with `ConfigError` and `NotAnExport`.
 */
export async function auditFiles(wish: AuditWish): Promise<FilesAudit> {
  const { policy, heads, others, range } = wish;
  const { linesOf, names } = readerOf(wish);
  const totals = newTotalsJudge();
  const entries = { text: totalMark, on: ({ memo }: GlancedEntry) => totals.expect(memo) };
  const log = await glanceAt(names, (name) => linesOf("reading", name), { entries, range });
  const asked = await askForAudit(others, log, policy);
  const found = await auditExports(
    names.map((name) => ({ name, lines: linesOf("replaying", name) })),
    {
      range,
      onProgress: newCollector(),
      published: [...heads, ...asked.heads],
      ...newEntryJudge(),
      judgeCreated: totals.judge,
      atCommit: totals.atCommit,
      ...(policy === null ? {} : { judgeCheckpoint: (note) => judge(note, policy) }),
    },
  );
  const faults = [...found.faults, ...asked.faults];
  const { recomputed, before } = totals.counts(found.from);
  const notCompared = [...asked.notCompared, ...found.unseen];
  const ok = faults.length === 0;
  return { ...found, ok, faults, totals: recomputed, totalsBefore: before, notCompared };
}

/** Entries between two collections of everything. Measured: a tenth of the time; with 50,000 half of it, and 60 MB more. */
const collectEvery = 20_000n;

/**
 * Has V8 take away what replayed entries left, where it was started with `--expose-gc`: by itself it waits the longer, the
 * more memory the machine has.
 */
function newCollector(): (entry: bigint) => void {
  let next = 0n;
  return (entry) => {
    if (entry < next) return;
    next = entry + collectEvery;
    globalThis.gc?.();
  };
}

/** The files' lines, and how far each step has come in all of them. */
function readerOf({ files, onProgress }: AuditWish) {
  const sizes = files.map(sizeOf);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const before = new Map<string, number>();
  let passed = 0;
  for (const [at, name] of files.entries()) {
    before.set(name, passed);
    passed += sizes[at] ?? 0;
  }
  const linesOf = (step: string, name: string) =>
    readLines(name, (bytes) => onProgress(step, (before.get(name) ?? 0) + bytes, all));
  return { names: files, linesOf };
}

type Lines = (name: string) => AsyncIterable<string>;

async function glanceAt(
  names: readonly string[],
  linesOf: Lines,
  glance: Pick<ExportGlance, "entries" | "range">,
): Promise<ExportedLog> {
  let newest: HeadNote | null = null;
  const onCheckpoint = (note: string) => {
    const size = sizeIn(note);
    if (size !== null && size >= (newest?.size ?? 0)) newest = { size, note };
  };
  const glanced: Glanced[] = [];
  for (const name of names) {
    glanced.push(await glanceAtExport(linesOf(name), { onCheckpoint, ...glance }));
    if (glanced.at(-1)?.stopped === true) break;
  }
  requireSome(glanced, glance.range ?? {});
  const { leaves = null, stopped = false } = glanced.at(-1) ?? {};
  const isThere = (size: number) => leaves === null || size <= leaves;
  return {
    newest,
    leaves,
    stopped,
    headOver: async (size) => (isThere(size) ? findHead(names, linesOf, size) : null),
  };
}

/** Files that are not whole are the replay's to name. */
function requireSome(glanced: readonly Glanced[], { from, to }: AuditRange): void {
  const { stopped = false, last = null } = glanced.at(-1) ?? {};
  if (last === null || (from === undefined && to === undefined)) return;
  if (glanced.some(({ hasSome, leaves }) => hasSome || leaves === null)) return;
  throw new ConfigError(
    `There is no entry in that range: ${stopped ? `entry ${last + 1n} is the first one behind it` : `the files end with entry ${last}`}.`,
  );
}

/** A second look: signed heads are some kilobytes each, and there are too many to keep. */
async function findHead(
  names: readonly string[],
  linesOf: Lines,
  size: number,
): Promise<HeadNote | null> {
  let found: HeadNote | null = null;
  const onCheckpoint = (note: string) => {
    if (sizeIn(note) === size) found = { size, note };
  };
  for (const name of names) await glanceAtExport(linesOf(name), { onCheckpoint });
  return found;
}

/** Its signatures are not taken apart: the replay does that, and there may be one of these a second. */
function sizeIn(note: string): number | null {
  return parseCheckpoint(note.slice(0, note.lastIndexOf("\n\n") + 1))?.size ?? null;
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new ConfigError(`${path} cannot be read (${code}).`);
  }
}

const disbeliefs = {
  "not-a-note": "A head is no signed note.",
  "another-log":
    "A head is not signed by the log that the policy names: it says that it is of another.",
  "bad-witness-line":
    "A head has a line that bears the name of one of the policy's witnesses and is not its signature.",
  "not-a-checkpoint": "What was signed is no head of a log.",
  "not-signed":
    "A head is not signed by the log that the policy names, with each kind of key it names.",
  "not-witnessed": "A head is signed by the log, but not by enough of the policy's witnesses.",
} as const;

async function judge(note: string, policy: TrustPolicy): Promise<string | null> {
  // The server asks witnesses about the newest head only, so most heads have the log's own signatures.
  const ofLog = { ...policy, quorum: null };
  const opened = await openCheckpoint(sha256, note, ofLog, logVerifiers);
  return typeof opened === "string" ? disbeliefs[opened] : null;
}

/**
 * Heads that somebody kept: signed notes one after another (what a witness keeps of a log, a copy of the newest
 * checkpoint), the file of an anchor, or lines of JSON with `size` and `root` (base64 or hexadecimal). With a policy, a note must be signed by
 * its log. Throws `ConfigError`.
 */
export async function readHeads(
  path: string,
  text: string,
  policy: TrustPolicy | null,
): Promise<PublishedHead[]> {
  const lines = text.trim().split("\n");
  const heads = text.startsWith("{")
    ? lines.map((line) => lineHead(path, line))
    : await Promise.all(
        (anchoredIn(lines) ?? notesIn(text)).map((note) => noteHead(path, note, policy)),
      );
  if (heads.length > 0) return heads;
  throw new ConfigError(
    `${path} holds no head of a log: signed notes, or lines with size and root.`,
  );
}

/** The notes in the lines of an anchor's file: size, root and note, in base64. `null`: it is none. */
function anchoredIn(lines: readonly string[]): string[] | null {
  const parts = lines.map((line) => /^\d{1,16} \S{44} (\S+)$/.exec(line)?.[1]);
  const notes = parts.filter((part) => part !== undefined);
  if (notes.length < lines.length) return null;
  return notes.map((note) => Buffer.from(note, "base64").toString("utf8"));
}

/** A note begins with its log's name: behind the blank line and the signatures of the one before. */
function notesIn(text: string): string[] {
  const notes: string[] = [];
  let note = "";
  let signed = false;
  for (const line of text.split("\n")) {
    const isSignature = line.startsWith("— ");
    if (signed && !isSignature) {
      notes.push(note);
      [note, signed] = ["", false];
      if (line === "") continue;
    }
    if (isSignature) signed = true;
    if (note !== "" || line !== "") note += `${line}\n`;
  }
  if (note !== "") notes.push(note);
  return notes;
}

async function noteHead(
  path: string,
  note: string,
  policy: TrustPolicy | null,
): Promise<PublishedHead> {
  const head = parseCheckpoint(parseNote(note)?.body ?? "");
  if (head === null) {
    throw new ConfigError(`${path} holds something else than signed heads of a log.`);
  }
  const disbelief = policy === null ? null : await judge(note, policy);
  if (disbelief !== null) throw new ConfigError(`${path}, over ${head.size} leaves: ${disbelief}`);
  return { size: head.size, root: head.root, from: path };
}

function lineHead(path: string, line: string): PublishedHead {
  try {
    const { size, root } = JSON.parse(line) as { size: unknown; root: unknown };
    const bytes = typeof root === "string" ? rootOf(root) : null;
    const count = Number(size);
    if (Number.isSafeInteger(count) && count >= 0 && bytes !== null) {
      return { size: count, root: bytes, from: path };
    }
  } catch {
    // Said below.
  }
  throw new ConfigError(`${path} has a line that is no head: it needs size and root.`);
}

function rootOf(text: string): Uint8Array | null {
  const bytes = fromHex(text) ?? Buffer.from(text, "base64");
  return bytes.length === 32 ? bytes : null;
}

/** The report for programs (docs/reference/commands.md). Numbers that JSON cannot hold are texts. */
export function auditReport(audit: FilesAudit) {
  const { from, to, entries, created, refused, opened, closed, sealed, root, state, sums } = audit;
  const { unseen: _said, ...report } = audit;
  return {
    ...report,
    replayedFrom: Number(audit.replayedFrom),
    from: Number(from),
    to: Number(to),
    entries: Number(entries),
    created: Number(created),
    refused: Number(refused),
    opened: Number(opened),
    closed: Number(closed),
    sealed: Number(sealed),
    root: toHex(root),
    state: toHex(state),
    sums: sums.map(sumWords),
  };
}
