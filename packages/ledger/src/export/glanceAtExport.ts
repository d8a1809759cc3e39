import { readBody } from "../journal/batchBody.ts";
import { decodeEntry } from "../journal/decodeEntry.ts";
import { type AuditRange, type BatchPlace, isBefore, isBehind } from "./auditRange.ts";
import { readEnd, readHeader } from "./exportLines.ts";
import { Fields } from "./fields.ts";

/** A created entry, as an export shows it. */
export interface GlancedEntry {
  readonly seq: bigint;
  readonly memo: Uint8Array;
}

/** What to look for. */
export interface ExportGlance {
  /** Signed heads, in their order. */
  readonly onCheckpoint?: (note: string) => void;
  /** Created entries of the batches in which `text` stands somewhere. */
  readonly entries?: { readonly text: string; readonly on: (entry: GlancedEntry) => void };
  /** Where to stop. Default: at the end. */
  readonly range?: AuditRange;
}

/** How far a glance came. */
export interface Glanced {
  /** Leaves at the last line, or behind the range; `null`: there is no last line. */
  leaves: number | null;
  /** Whether it stopped behind the range, with more to come. */
  stopped: boolean;
  /** Whether there is a batch in the range. */
  hasSome: boolean;
  /** The last entry before the range or before the file; `null`: there is no header. */
  last: bigint | null;
}

/**
 * Reads through the lines of an export before a replay and judges nothing: what it must know early, and whom to ask about.
 * Ends quietly at a line that is none: the replay names it.
 */
export async function glanceAtExport(
  lines: AsyncIterable<string>,
  glance: ExportGlance,
): Promise<Glanced> {
  const glanced: Glanced = { leaves: null, stopped: false, hasSome: false, last: null };
  for await (const line of lines) {
    try {
      glanceAtLine(line, glance, glanced);
    } catch {
      break;
    }
    if (glanced.leaves !== null) break;
  }
  return glanced;
}

function glanceAtLine(line: string, glance: ExportGlance, glanced: Glanced): void {
  if (line.startsWith('{"batch"')) {
    const { entries, range } = glance;
    if (entries !== undefined || range !== undefined) glanceAtBatch(line, glance, glanced);
  } else if (line.startsWith('{"checkpoint"')) {
    const note = memberOf(line);
    if (typeof note === "string") glance.onCheckpoint?.(note);
  } else if (line.startsWith('{"export"')) {
    glanced.last = readHeader(memberOf(line)).after.seq;
  } else if (line.startsWith('{"end"')) glanced.leaves = readEnd(memberOf(line)).leaves;
}

function memberOf(line: string): unknown {
  return new Fields(JSON.parse(line)).only()[1];
}

function glanceAtBatch(
  line: string,
  { entries, range = {} }: ExportGlance,
  glanced: Glanced,
): void {
  const batch = new Fields(memberOf(line));
  const place = {
    first: batch.whole("first"),
    entries: batch.count("entries"),
    time: batch.whole("time"),
  };
  if (isBehind(range, place)) {
    [glanced.leaves, glanced.stopped] = [batch.count("firstLeaf"), true];
    return;
  }
  if (isBefore(range, place)) glanced.last = place.first + BigInt(place.entries) - 1n;
  else glanced.hasSome = true;
  if (entries !== undefined) glanceAtEntries(batch, place, entries);
}

function glanceAtEntries(
  batch: Fields,
  { first }: BatchPlace,
  { text, on }: NonNullable<ExportGlance["entries"]>,
): void {
  const body = Buffer.from(batch.text("body"), "base64");
  // Almost no batch has what is looked for: the others are not taken apart.
  if (!body.includes(text)) return;
  for (const [at, { bytes, verdict }] of readBody(body).entries()) {
    if (verdict.status !== "created") continue;
    on({ seq: first + BigInt(at), memo: decodeEntry(bytes).memo });
  }
}
