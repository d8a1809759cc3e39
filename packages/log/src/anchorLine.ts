import { utf8 } from "@farthing/core";
import type { AnchorHead } from "./anchor.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { parseNote } from "./note.ts";

/** The end of an anchor file that holds its last whole line, in bytes: a note has a million at most, and is in base64. */
export const anchorTailBytes = 2 * 1_048_576;

/** A head as an anchor file holds it, with its line end: size, root and note, the last two in base64. */
export function anchorLine({ size, root, note }: AnchorHead): string {
  return `${size} ${toBase64(root)} ${toBase64(utf8(note))}\n`;
}

/** The head in a line, given without its end, or `null` if it is not one in its one spelling. Nothing is verified. */
export function parseAnchorLine(line: string): AnchorHead | null {
  const [, , encoded = ""] = line.split(" ");
  const bytes = fromBase64(encoded);
  if (bytes === null) return null;
  const note = new TextDecoder().decode(bytes);
  const checkpoint = parseCheckpoint(parseNote(note)?.body ?? "");
  if (checkpoint === null) return null;
  const head = { size: checkpoint.size, root: checkpoint.root, note };
  return anchorLine(head) === `${line}\n` ? head : null;
}

/** The last whole line of `text` (null: none), and where it ends. What a power cut left behind it was never answered for. */
export function lastWholeLine(text: string): {
  readonly line: string | null;
  readonly end: number;
} {
  const end = text.lastIndexOf("\n");
  if (end < 0) return { line: null, end: 0 };
  return { line: text.slice(text.lastIndexOf("\n", end - 1) + 1, end), end: end + 1 };
}
