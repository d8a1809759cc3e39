import { readBody } from "../journal/batchBody.ts";
import { decodeEntry } from "../journal/decodeEntry.ts";
import { readEnd } from "./exportLines.ts";
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
}

/**
 * Reads through the lines of an export before a replay and judges nothing: what it must know early, and whom to ask about.
 * Ends quietly at a line that is none: the replay names it. Answers with the leaves that the last line says; `null`: there
 * is no last line.
 */
export async function glanceAtExport(
  lines: AsyncIterable<string>,
  glance: ExportGlance,
): Promise<number | null> {
  for await (const line of lines) {
    try {
      if (line.startsWith('{"batch"')) glanceAtBatch(line, glance);
      else if (line.startsWith('{"checkpoint"')) {
        const note = memberOf(line);
        if (typeof note === "string") glance.onCheckpoint?.(note);
      } else if (line.startsWith('{"end"')) return readEnd(memberOf(line)).leaves;
    } catch {
      return null;
    }
  }
  return null;
}

function memberOf(line: string): unknown {
  return new Fields(JSON.parse(line)).only()[1];
}

function glanceAtBatch(line: string, { entries }: ExportGlance): void {
  if (entries === undefined) return;
  const batch = new Fields(memberOf(line));
  const [first, body] = [batch.whole("first"), Buffer.from(batch.text("body"), "base64")];
  // Almost no batch has what is looked for: the others are not taken apart.
  if (!body.includes(entries.text)) return;
  for (const [at, { bytes, verdict }] of readBody(body).entries()) {
    if (verdict.status !== "created") continue;
    entries.on({ seq: first + BigInt(at), memo: decodeEntry(bytes).memo });
  }
}
