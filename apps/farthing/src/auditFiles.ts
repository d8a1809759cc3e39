import { statSync } from "node:fs";
import { fromHex, toHex } from "@farthing/core";
import {
  auditExports,
  type ExportAudit,
  type ExportAuditOptions,
  type PublishedHead,
  sumWords,
} from "@farthing/ledger";
import { openCheckpoint, parseCheckpoint, parseNote, type TrustPolicy } from "@farthing/log";
import { logVerifiers, newEntryJudge, sha256 } from "@farthing/server";
import { ConfigError } from "./config.ts";
import { readLines } from "./readLines.ts";

/** How to audit exports that lie in files. */
export interface AuditWish {
  /** In their order. */
  readonly files: readonly string[];
  /** Whom to believe; `null`: signatures are not looked at. */
  readonly policy: TrustPolicy | null;
  readonly heads: readonly PublishedHead[];
  readonly onProgress: (done: number, all: number) => void;
}

/** Audits exports with nothing of the server that wrote them. Rejects with `ConfigError` and `NotAnExport`. */
export function auditFiles({ files, policy, heads, onProgress }: AuditWish): Promise<ExportAudit> {
  const sizes = files.map(sizeOf);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  const handed = files.map((name, at) => ({ name, lines: linesOf(name, at) }));
  async function* linesOf(name: string, at: number): AsyncGenerator<string> {
    yield* readLines(name, (bytes) => onProgress(before + bytes, all));
    before += sizes[at] ?? 0;
  }
  const options: ExportAuditOptions = { published: heads, ...newEntryJudge() };
  return auditExports(
    handed,
    policy === null ? options : { ...options, judgeCheckpoint: (note) => judge(note, policy) },
  );
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
export function auditReport(audit: ExportAudit) {
  const { from, to, entries, created, refused, opened, closed, sealed, root, state, sums } = audit;
  return {
    ...audit,
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
